"""The command `hedgerow`, also as `python -m hedgerow`."""

from hedgerow.cli import main

__all__ = ["main"]

if __name__ == "__main__":
    main()
