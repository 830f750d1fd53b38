"""The steps of the search, compiled once per machine. Only `search.py` calls them.

They work on one block of documents at a time, so that its accumulators stay in the processor's
first cache. `position` is a document's number in the index's own order, `bound` an integer that
is never less than the score it represents.
"""

import numba
import numpy as np

from matching.engine.text import private_cache_dir

# Not a folder that other users can write code into.
numba.config.CACHE_DIR = str(private_cache_dir())  # type: ignore[attr-defined]
compiled = numba.njit(cache=True, nogil=True, error_model="numpy")

BLOCK = 16_384  # documents; two bytes each fill half of a usual first cache of 48 KB or more
CHUNK = 64  # documents whose greatest bound is checked before any of them
IMPACT_BITS = np.uint32(8)  # a posting is a document's position and, in these bits, its impact
LEVELS = np.uint32(255)
AHEAD = 4  # terms
TABLE_FROM = 512  # least postings of a term for which a table of its bounds pays
ROOM = 65_535  # the greatest bound an accumulator holds
SKIP_SHARE = 0.15  # share of the k-th score that terms not traversed may add up to (measured)


@compiled
def _first_at_least(packed, low, high, position):
    """Return the first index in the sorted packed[low:high] with a document >= position."""
    while low < high:
        middle = (low + high) >> 1
        if (packed[middle] >> IMPACT_BITS) < position:
            low = middle + 1
        else:
            high = middle
    return low


@compiled
def _multipliers(weights, tops, scales, out):
    """Set every term's fixed-point factor and return the score of one unit of a bound.

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
def _bound(impact, factor):
    """Return the bound of an impact, in units, rounded up."""
    return np.uint16((impact * factor + LEVELS) >> np.uint32(8))


@compiled
def _greatest(factor):
    """Return the greatest bound a term adds to one document."""
    return _bound(LEVELS, factor)


@compiled
def _cheapest_to_skip(factors, lengths, is_long):
    """Return the terms by postings saved per unit of bound lost, best first.

    A search of one block skips none; then the result is empty.
    """
    if not is_long:
        return np.arange(0)
    saved = np.empty(len(factors))
    for i in range(len(factors)):
        saved[i] = -lengths[i] / max(float(_greatest(factors[i])), 1.0)
    return np.argsort(saved)


@compiled
def _skip(order, factors, allowed, skipped):
    """Mark the terms not to traverse and return the most they may add to a document.

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
def _add_postings(accumulators, packed, low, end, first, last, factor):
    """Add one term's bounds to the block [first, last) and return where its next one begins."""
    run, origin, length = packed[low:end], np.uint32(first), np.uint32(last - first)
    for place in range(len(run)):
        offset = np.uint32((run[place] >> IMPACT_BITS) - origin)
        if offset >= length:
            return low + place
        accumulators[offset] += _bound(run[place] & LEVELS, factor)
    return end


@compiled
def _add_by_table(accumulators, packed, low, end, first, last, bounds):
    """Do the same with a table of bounds: a third faster, once the table is made."""
    run, origin, length = packed[low:end], np.uint32(first), np.uint32(last - first)
    for place in range(len(run)):
        offset = np.uint32((run[place] >> IMPACT_BITS) - origin)
        if offset >= length:
            return low + place
        accumulators[offset] += bounds[run[place] & LEVELS]
    return end


@compiled
def _tables(factors, lengths):
    """Return the bound of each impact of the terms long enough to pay for a table."""
    if lengths.max() < TABLE_FROM:
        return np.empty((0, 256), np.uint16)
    tables = np.empty((len(factors), 256), np.uint16)
    for i in range(len(factors)):
        if lengths[i] >= TABLE_FROM:
            for impact in range(256):
                tables[i, impact] = _bound(np.uint32(impact), factors[i])
    return tables


@compiled
def _chunk_maxima(accumulators, length, maxima):
    """Write the greatest bound of each chunk and return the number of chunks.

    The last chunk is read whole: accumulators beyond the block have been set to 0.
    """
    n_chunks = (length + CHUNK - 1) // CHUNK
    for chunk in range(n_chunks):
        greatest = np.uint16(0)
        for place in range(CHUNK):  # a fixed length and an unsigned index let it be vectorised
            bound = accumulators[np.uint32(chunk * CHUNK + place)]
            if bound > greatest:  # max() is ten times slower here
                greatest = bound
        maxima[chunk] = greatest
    return n_chunks


@compiled
def _exact(position, row_starts, row_terms, row_shares, query_weight):
    """Return the score of a document, term by term in the order of its row."""
    begin, end = row_starts[position], row_starts[position + 1]
    terms, shares = row_terms[begin:end], row_shares[begin:end]
    score = 0.0
    for place in range(len(terms)):
        score += query_weight[np.uint32(terms[place])] * shares[place]
    return score


@compiled
def _is_better(score, row, other_score, other_row):
    """Return whether a document precedes another: higher score, then lower row number."""
    return score > other_score or (score == other_score and row < other_row)


@compiled
def _insert(score, row, best_scores, best_rows, count):
    """Insert a document among the best in order and return their number."""
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
    # A little less than the k-th score: rounding must not lose a document that ties with it.
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
    """Return whether a document's hard facts pass the filter."""
    schooling, licences, is_open = facts
    most_schooling, held, only_open = wanted
    return (
        schooling[position] <= most_schooling
        and (licences[position] & ~held) == 0
        and (is_open[position] or not only_open)
    )


@compiled
def _take(block, least, below, unit, rest, bounds, rows, facts, wanted, query_weight, best):
    """Score the documents of a block whose bound is in [least, below); return how many are kept.

    Invariant: a document left out cannot be among the best, since its bound (its accumulator plus
    `rest` for the terms not traversed) is below the k-th score.
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
    """Score the documents of a block that may be among the best, highest bounds first.

    The bound is halved from one that k documents reach, so few are scored in vain.
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
def _add_block(terms, factors, tables, skipped, cursors, starts, packed, accumulators, span):
    """Add up the bounds of the block [first, last), moving every term's cursor to its end."""
    first, last = span
    n_chunks = (last - first + CHUNK - 1) // CHUNK
    accumulators[: n_chunks * CHUNK] = 0
    touched = np.uint32(0)
    for i in range(len(terms)):
        if i + AHEAD < len(terms):  # prefetch a run before its turn
            touched |= packed[min(cursors[i + AHEAD], len(packed) - 1)]
        if skipped[i]:
            continue
        end = starts[terms[i] + 1]
        low = cursors[i]
        if low < end and (packed[low] >> IMPACT_BITS) < first:  # not traversed for some blocks
            low = _first_at_least(packed, low, end, first)
        if end - starts[terms[i]] >= TABLE_FROM:
            low = _add_by_table(accumulators, packed, low, end, first, last, tables[i])
        else:
            low = _add_postings(accumulators, packed, low, end, first, last, factors[i])
        cursors[i] = low
    return touched  # returned so that the reads are not optimised away


@compiled
def search(terms, weights, ranges, wanted, postings, rows, facts, scratch, best_scores, best_rows):
    """Fill the best documents of a query, best first, and return how many there are.

    Blocks are visited in order; the k-th score found so far raises the bound a document needs in
    the next block, and with it grows the set of terms that need not be traversed at all.
    """
    starts, packed, scales, tops = postings
    query_weight, accumulators, maxima = scratch
    n, k = len(terms), len(best_scores)
    factors, cursors = np.empty(n, np.uint32), np.empty(n, np.int64)
    lengths, skipped = np.empty(n, np.int64), np.zeros(n, np.bool_)
    for i in range(n):
        lengths[i] = starts[terms[i] + 1] - starts[terms[i]]
        query_weight[terms[i]] = weights[i]
    unit = _multipliers(weights, tops[terms], scales[terms], factors)
    is_long = len(ranges) > 1 or (len(ranges) == 1 and ranges[0, 1] - ranges[0, 0] > BLOCK)
    order = _cheapest_to_skip(factors, lengths, is_long)
    tables = _tables(factors, lengths)
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
            _add_block(terms, factors, tables, skipped, cursors, starts, packed, accumulators, span)
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
