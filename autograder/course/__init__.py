"""The content and its classes: what lies where, and what enters and leaves."""
