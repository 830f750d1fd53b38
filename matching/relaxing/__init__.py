"""What relaxing one condition of a vacancy brings (放宽一条)."""
