"""The index of open vacancies and the pool of candidates, as the engine reads them."""
