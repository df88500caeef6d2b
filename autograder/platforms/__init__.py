"""What comes from the learning platforms, and what goes back to them."""
