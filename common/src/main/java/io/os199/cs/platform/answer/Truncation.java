package io.os199.cs.platform.answer;

import java.util.ArrayList;
import java.util.List;

/** A list in an answer that was cut off at its end, at its limit or because of the answer's size. */
public record Truncation(String list, int shownCount, long totalCount) {
    /**
     * Returns the truncations of an answer once {@code list} shows fewer items.
     *
     * @param before the truncations so far, which may include this list
     * @param items number of items that the list showed until now
     */
    public static List<Truncation> further(
            List<Truncation> before, String list, int shownCount, int items) {
        List<Truncation> cut = new ArrayList<>(before);
        cut.removeIf(each -> each.list.equals(list));
        long total =
                before.stream()
                        .filter(each -> each.list.equals(list))
                        .mapToLong(Truncation::totalCount)
                        .findFirst()
                        .orElse(items);
        cut.add(new Truncation(list, shownCount, total));
        return List.copyOf(cut);
    }
}
