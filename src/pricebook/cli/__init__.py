"""`catalog ...`: one module for each group of commands. Everything heavy is imported inside the commands."""

from pricebook.cli.app import main

__all__ = ["main"]
