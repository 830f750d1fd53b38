"""The steps of the search, compiled once a machine. Only `search.py` calls them.

All of them work on one block of documents at a time, so that its accumulators stay in the
processor's first cache. Names: `position` is a document's place in the index's own order,
`bound` an integer that is never less than the score it stands for.
"""

import numba
import numpy as np

from matching.engine.text import private_cache_dir

numba.config.CACHE_DIR = str(private_cache_dir())  # type: ignore[attr-defined] # not a folder others may write code into
compiled = numba.njit(cache=True, nogil=True, error_model="numpy")

BLOCK = 16_384  # documents; two bytes each fill half of a usual first cache of 48 KB or more
CHUNK = 64  # documents whose greatest bound is looked at before any of them
ROOM = 65_535  # the greatest bound an accumulator holds
SKIP_SHARE = 0.5  # of the k-th score that terms not traversed may add up to


@compiled
def _first_at_least(documents, low, high, position):
    """Return the first place in the sorted documents[low:high] with a document >= position."""
    while low < high:
        middle = (low + high) >> 1
        if documents[middle] < position:
            low = middle + 1
        else:
            high = middle
    return low


@compiled
def _multipliers(weights, tops, scales, out):
    """Give every term a fixed-point factor and return the score one unit of a bound stands for.

    Invariant: ``(impact * factor + 255) >> 8`` units are at least the weighted share of any
    posting whose impact was rounded up, and the greatest such units of all terms add up to no
    more than ROOM, so that a 16-bit accumulator never overflows.
    """
    total = 0.0
    for i in range(len(weights)):
        total += weights[i] * tops[i]
    unit = total / (ROOM - 3 * len(weights) - 1) if total > 0.0 else 1.0
    for i in range(len(weights)):
        out[i] = np.uint32(np.ceil(256.0 * weights[i] * scales[i] / unit))
    return unit


@compiled
def _greatest(factor):
    """Return the greatest bound a term adds to one document."""
    return (np.uint32(255) * factor + np.uint32(255)) >> np.uint32(8)


@compiled
def _cheapest_to_skip(factors, lengths):
    """Return the terms in the order of postings saved per unit of bound given up, best first."""
    saved = np.empty(len(factors))
    for i in range(len(factors)):
        saved[i] = -lengths[i] / max(float(_greatest(factors[i])), 1.0)
    return np.argsort(saved)


@compiled
def _skip(order, factors, allowed, skipped):
    """Mark the terms not to be traversed and return what they may add to a document at most.

    Invariant: the marked terms together stay within `allowed`.
    """
    rest = np.int64(0)
    skipped[:] = False
    for i in order:
        greatest = np.int64(_greatest(factors[i]))
        if rest + greatest <= allowed:
            rest += greatest
            skipped[i] = True
    return rest


@compiled
def _add_postings(accumulators, documents, impacts, low, high, first, factor):
    """Add one term's bounds to the block that begins at document `first`."""
    for place in range(low, high):
        bound = (np.uint32(impacts[place]) * factor + np.uint32(255)) >> np.uint32(8)
        accumulators[documents[place] - first] += np.uint16(bound)


@compiled
def _chunk_maxima(accumulators, length, maxima):
    """Write the greatest bound of each chunk and return the number of chunks."""
    n_chunks = (length + CHUNK - 1) // CHUNK
    for chunk in range(n_chunks):
        begin = chunk * CHUNK
        greatest = np.uint16(0)
        for place in range(begin, min(begin + CHUNK, length)):
            greatest = max(greatest, accumulators[place])
        maxima[chunk] = greatest
    return n_chunks


@compiled
def _exact(position, row_starts, row_terms, row_shares, query_weight):
    """Return the score of a document, term by term in the order of its row."""
    score = 0.0
    for place in range(row_starts[position], row_starts[position + 1]):
        score += query_weight[row_terms[place]] * row_shares[place]
    return score


@compiled
def _is_better(score, row, other_score, other_row):
    """Tell whether a document stands before another: higher score, then lower row number."""
    return score > other_score or (score == other_score and row < other_row)


@compiled
def _insert(score, row, best_scores, best_rows, count):
    """Put a document among the best in order and return how many there are now."""
    k = len(best_scores)
    if count == k:
        if not _is_better(score, row, best_scores[k - 1], best_rows[k - 1]):
            return count
        place = k - 1
    else:
        place = count
        count += 1
    while place > 0 and _is_better(score, row, best_scores[place - 1], best_rows[place - 1]):
        best_scores[place] = best_scores[place - 1]
        best_rows[place] = best_rows[place - 1]
        place -= 1
    best_scores[place], best_rows[place] = score, row
    return count


@compiled
def _lowest_bound(best_scores, count, unit):
    """Return the least bound a document needs to be among the best; 1 until there are k."""
    if count < len(best_scores):
        return np.int64(1)
    # A little less than the k-th score: rounding in floats must not lose one that ties with it.
    return max(np.int64(1), np.int64(best_scores[-1] / unit * (1.0 - 1e-6)))


@compiled
def _kth_chunk(maxima, n_chunks, k):
    """Return a bound that at least k documents of the block reach, 1 where chunks are too few."""
    if n_chunks < k:
        return np.int64(1)
    ordered = np.sort(maxima[:n_chunks])
    return max(np.int64(1), np.int64(ordered[n_chunks - k]))


@compiled
def _passes(position, facts, wanted):
    """Tell whether a document's hard facts let it through."""
    schooling, licences, is_open = facts
    most_schooling, held, only_open = wanted
    return (
        schooling[position] <= most_schooling
        and (licences[position] & ~held) == 0
        and (is_open[position] or not only_open)
    )


@compiled
def _take(block, least, below, unit, rest, bounds, rows, facts, wanted, query_weight, best):
    """Score the documents of a block whose bound lies in [least, below); return how many are kept.

    Invariant: a document left out cannot be among the best, since its bound (what was added up
    for it, and `rest` for the terms not traversed) is below what the k-th of them reaches.
    """
    first, length, n_chunks = block
    accumulators, maxima = bounds
    row_starts, row_terms, row_shares, row_of = rows
    best_scores, best_rows, count = best
    for chunk in range(n_chunks):
        if maxima[chunk] + rest < least:
            continue
        begin = chunk * CHUNK
        for place in range(begin, min(begin + CHUNK, length)):
            bound = accumulators[place] + rest
            position = first + place
            if bound < least or bound >= below or not _passes(position, facts, wanted):
                continue
            score = _exact(position, row_starts, row_terms, row_shares, query_weight)
            count = _insert(score, row_of[position], best_scores, best_rows, count)
            least = max(least, _lowest_bound(best_scores, count, unit))
    return count


@compiled
def _take_best(block, unit, rest, bounds, rows, facts, wanted, query_weight, best):
    """Score the promising documents of a block, the most promising first while places are free.

    Going down by halves from a bound that k documents reach, few are scored in vain.
    """
    best_scores, best_rows, count = best
    below = np.int64(ROOM) * 2
    if count < len(best_scores):
        least = _kth_chunk(bounds[1], block[2], len(best_scores))
        while count < len(best_scores) and below > 1:
            best = (best_scores, best_rows, count)
            count = _take(
                block, least, below, unit, rest, bounds, rows, facts, wanted, query_weight, best
            )
            below, least = least, max(np.int64(1), least >> 1)
    least = _lowest_bound(best_scores, count, unit)
    if least < below:
        best = (best_scores, best_rows, count)
        count = _take(
            block, least, below, unit, rest, bounds, rows, facts, wanted, query_weight, best
        )
    return count


@compiled
def _add_block(terms, factors, skipped, cursors, starts, documents, impacts, accumulators, span):
    """Add up the bounds of the block [first, last), moving every term's cursor to its end."""
    first, last = span
    accumulators[: last - first] = 0
    for i in range(len(terms)):
        if skipped[i]:
            continue
        end = starts[terms[i] + 1]
        low = cursors[i]
        if low < end and documents[low] < first:  # not traversed for some blocks
            low = _first_at_least(documents, low, end, first)
        high = _first_at_least(documents, low, end, last)
        _add_postings(accumulators, documents, impacts, low, high, first, factors[i])
        cursors[i] = high


@compiled
def search(terms, weights, ranges, wanted, postings, rows, facts, scratch, best_scores, best_rows):
    """Fill the best documents of a query, best first, and return how many there are.

    Blocks are visited in order; the k-th score found so far raises the bound a document needs in
    the next block, and with it grows the set of terms that need not be traversed at all.
    """
    starts, documents, impacts, scales, tops = postings
    query_weight, accumulators, maxima = scratch
    n, k = len(terms), len(best_scores)
    factors, cursors = np.empty(n, np.uint32), np.empty(n, np.int64)
    lengths, skipped = np.empty(n, np.int64), np.zeros(n, np.bool_)
    for i in range(n):
        lengths[i] = starts[terms[i] + 1] - starts[terms[i]]
        query_weight[terms[i]] = weights[i]
    unit = _multipliers(weights, tops[terms], scales[terms], factors)
    order = _cheapest_to_skip(factors, lengths)
    count, rest = 0, np.int64(0)
    for one in range(len(ranges)):
        first, end = ranges[one, 0], ranges[one, 1]
        for i in range(n):
            cursors[i] = starts[terms[i]]
        while first < end:
            last = min(first + BLOCK, end)
            if count == k:
                needed = _lowest_bound(best_scores, count, unit)
                rest = _skip(order, factors, np.int64(needed * SKIP_SHARE), skipped)
            span = (first, last)
            _add_block(
                terms, factors, skipped, cursors, starts, documents, impacts, accumulators, span
            )
            block = (first, last - first, _chunk_maxima(accumulators, last - first, maxima))
            bounds, best = (accumulators, maxima), (best_scores, best_rows, count)
            count = _take_best(block, unit, rest, bounds, rows, facts, wanted, query_weight, best)
            first = last
    for i in range(n):
        query_weight[terms[i]] = 0.0
    return count


@compiled
def search_each(
    query_starts, terms, weights, range_starts, ranges, wanted, postings, rows, facts, scratch,
    best_scores, best_rows, counts,
):  # fmt: skip
    """Do the same for many queries, each with its own ranges and wanted facts, one by one."""
    most_schooling, held, only_open = wanted
    for query in range(len(counts)):
        begin, end = query_starts[query], query_starts[query + 1]
        low, high = range_starts[query], range_starts[query + 1]
        counts[query] = search(
            terms[begin:end],
            weights[begin:end],
            ranges[low:high],
            (most_schooling[query], held[query], only_open[query]),
            postings,
            rows,
            facts,
            scratch,
            best_scores[query],
            best_rows[query],
        )


@compiled
def add_up(terms, weights, starts, documents, shares, totals):
    """Add every posting's weighted share to its document's total."""
    for i in range(len(terms)):
        for place in range(starts[terms[i]], starts[terms[i] + 1]):
            totals[documents[place]] += weights[i] * shares[place]
