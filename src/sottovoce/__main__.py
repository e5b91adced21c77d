"""``python -m sottovoce``: the command line, where the command itself is not on the path."""

from sottovoce.cli import main

if __name__ == "__main__":
    main()
