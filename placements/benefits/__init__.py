"""What hiring veterans brings an employer: the tax benefit and recognition."""
