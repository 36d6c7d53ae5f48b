package io.os199.cs.core;

import io.os199.cs.platform.database.Transaction;

import java.util.List;

/** Suggests what a person who types the beginning of something may mean: references that every tool accepts. */
public final class Suggestions {
    private static final int LONGEST = 200;

    /**
     * Finds clients by name, or by id or external id where that begins as typed. Names that begin as typed come
     * first, then names that contain the text elsewhere.
     *
     * @return names, ids or external ids, whichever matched; at most {@code limit}
     */
    public List<String> clients(Transaction tx, String typed, int limit) {
        return isTypable(typed)
                ? tx.dao(SuggestionDao.class).clients(typed.strip(), pattern(typed), limit)
                : List.of();
    }

    /** Finds owners of accounts whose name begins as typed; an owner counts once, however spelled. */
    public List<String> csms(Transaction tx, String typed, int limit) {
        return isTypable(typed)
                ? tx.dao(SuggestionDao.class).csms(pattern(typed), limit)
                : List.of();
    }

    /** Finds ids of saved segments whose name or id begins as typed. */
    public List<String> segments(Transaction tx, String typed, int limit) {
        return isTypable(typed)
                ? tx.dao(SuggestionDao.class).segments(pattern(typed), limit)
                : List.of();
    }

    /** Escapes LIKE's special characters, so that the text stands for itself. */
    private static String pattern(String typed) {
        return typed.strip().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    }

    /** Whether the text can be searched for; PostgreSQL accepts no U+0000 and no half surrogate pairs. */
    private static boolean isTypable(String typed) {
        return typed.length() <= LONGEST
                && typed.codePoints()
                        .noneMatch(
                                each ->
                                        Character.isISOControl(each)
                                                || Character.getType(each) == Character.SURROGATE);
    }
}
