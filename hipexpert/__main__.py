"""``python -m hipexpert``."""

from hipexpert.cli.main import main

if __name__ == "__main__":
    main(prog_name="hipexpert")
