"""Holme & Newman 2006: opinions that follow friends, and friends that follow opinions."""
