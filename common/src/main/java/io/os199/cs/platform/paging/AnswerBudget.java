package io.os199.cs.platform.paging;

import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.json.WrittenJson;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * The maximum size of one answer as compact JSON, so that it does not fill a model's window.
 *
 * @param bytes of {@code structuredContent}
 */
public record AnswerBudget(int bytes) {
    /** The budget at the default arguments. */
    public static final AnswerBudget USUAL = new AnswerBudget(24_000);

    /** The budget when the caller asked for more than the default. */
    public static final AnswerBudget RAISED = new AnswerBudget(100_000);

    /** Bytes reserved for {@code next_cursor} and the counts. */
    private static final int RESERVE = 1_000;

    public static AnswerBudget of(int limit, int defaultLimit) {
        return limit > defaultLimit ? RAISED : USUAL;
    }

    /** Whether an answer written as {@code json} stays within the budget. */
    public boolean holds(WrittenJson json) {
        return json.size() <= bytes;
    }

    /**
     * Returns how many of {@code items}, counted from the first, fit beside {@code rest}: at least one, so that
     * paging always advances.
     */
    public int fitting(List<?> items, Object rest) {
        int left = bytes - RESERVE - size(rest);
        if (size(items) <= left) {
            return items.size();
        }
        for (int i = 0; i < items.size(); i++) {
            left -= size(items.get(i)) + 1;
            if (left < 0) {
                return Math.max(1, i);
            }
        }
        return items.size();
    }

    private static int size(Object value) {
        Counted bytes = new Counted();
        try {
            Json.mapper().writeValue(bytes, value);
            return bytes.count;
        } catch (IOException e) {
            throw new IllegalStateException("not writable as JSON: " + value.getClass(), e);
        }
    }

    private static final class Counted extends OutputStream {
        int count;

        @Override
        public void write(int octet) {
            count++;
        }

        @Override
        public void write(byte[] octets, int offset, int length) {
            count += length;
        }
    }
}
