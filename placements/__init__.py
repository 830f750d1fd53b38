"""What came of the matching: placements, benefits and pledges."""
