package io.os199.cs.platform.answer;

import java.util.ArrayList;
import java.util.List;

/** A list of an answer that was cut from its end, at its bound or for the size of the answer. */
public record Truncation(String list, int shownCount, long totalCount) {
    /**
     * What is cut of an answer once {@code list} shows fewer.
     *
     * @param before what was cut of it already, perhaps this list too
     * @param items that the list showed until now
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
