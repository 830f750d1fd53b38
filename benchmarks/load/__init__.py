"""The load test: pages asked for by schedule, today's code and another checkout in one run."""
