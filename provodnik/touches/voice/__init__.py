"""What students say: surveys, interviews, feedback, reviews and cases."""
