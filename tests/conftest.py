"""What all tests share lies in helpers.py; this file is here so that they find it."""
