"""Passwords and tokens, sealed before they reach the database.

seal.py    AES-256-GCM, with the place of a secret bound into its seal
keys.py    where the key comes from: a systemd credential, a file, a passphrase, the keyring of the system
sealed.py  `ports.Secrets`: rows of a vault, opened with the key
passwords.py  those of accounts, wherever they are
"""
