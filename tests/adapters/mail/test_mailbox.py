import pytest

from tests.adapters.contract_mailer import MailerContract, Post
from tests.fakes.mail import Mailbox


class TestMailbox(MailerContract):
    @pytest.fixture
    def post(self) -> Post:
        mailbox = Mailbox()
        return Post(mailbox, lambda: mailbox.letters)
