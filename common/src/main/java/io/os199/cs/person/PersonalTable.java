package io.os199.cs.person;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A table, and what an erasure does to each of its columns that may hold personal data.
 *
 * @param own SQL condition for the rows {@code t} that are the person's; empty when none are, and a row can only
 *     mention somebody
 * @param columns in the order in which they were declared
 * @param reasons why columns are kept
 */
public record PersonalTable(
        String name, String own, Map<String, Handling> columns, Map<String, String> reasons) {

    static PersonalTable table(String name) {
        return new PersonalTable(name, "", Map.of(), Map.of());
    }

    /** Sets the condition that selects the person's rows. */
    PersonalTable of(String own) {
        return new PersonalTable(name, own, columns, reasons);
    }

    PersonalTable pseudonym(String... names) {
        return with(Handling.PSEUDONYM, names);
    }

    PersonalTable name(String... names) {
        return with(Handling.NAME, names);
    }

    PersonalTable words(String... names) {
        return with(Handling.WORDS, names);
    }

    PersonalTable phrase(String... names) {
        return with(Handling.PHRASE, names);
    }

    PersonalTable emptied(String... names) {
        return with(Handling.EMPTIED, names);
    }

    PersonalTable mentions(String... names) {
        return with(Handling.MENTIONS, names);
    }

    PersonalTable scrapped(String... names) {
        return with(Handling.SCRAPPED, names);
    }

    PersonalTable kept(String reason, String... names) {
        Map<String, String> more = new LinkedHashMap<>(reasons);
        for (String each : names) {
            more.put(each, reason);
        }
        return new PersonalTable(name, own, columns, more).with(Handling.KEPT, names);
    }

    private PersonalTable with(Handling handling, String... names) {
        Map<String, Handling> more = new LinkedHashMap<>(columns);
        for (String each : names) {
            if (more.put(each, handling) != null) {
                throw new IllegalArgumentException(name + "." + each + " is declared twice");
            }
        }
        return new PersonalTable(name, own, more, reasons);
    }

    boolean hasOwnRows() {
        return !own.isEmpty();
    }

    /** The columns with this handling, in order. */
    public List<String> columns(Handling handling) {
        return columns.entrySet().stream()
                .filter(each -> each.getValue() == handling)
                .map(Map.Entry::getKey)
                .toList();
    }
}
