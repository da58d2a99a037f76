"""The desk as of an earlier day or release."""
