"""The windows that open beside the main one; each asks or shows one thing."""
