"""Speed and memory against limits that are timed in the same run: ``python -m tests.bench``."""
