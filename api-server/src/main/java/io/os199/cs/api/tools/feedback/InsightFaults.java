package io.os199.cs.api.tools.feedback;

import io.os199.cs.api.tool.InvisibleText;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.config.WebAddress;
import io.os199.cs.platform.text.UntrustedText;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Faults in the arguments of {@code share_product_insights} that the listed bounds do not cover. */
final class InsightFaults {
    private InsightFaults() {}

    static List<Fault> of(InsightInput input, Set<String> unread, LocalDate today) {
        List<Fault> faults = new ArrayList<>();
        visible("title", input.title(), faults);
        visible("description", input.description(), faults);
        visible("customer_impact", input.customerImpact(), faults);
        visible("business_impact", input.businessImpact(), faults);
        visible("recommended_action", input.recommendedAction(), faults);
        visible("resolution_text", input.resolutionText(), faults);
        LocalDate due = input.dueDate();
        if (due != null && due.isBefore(today)) {
            faults.add(
                    new Fault(
                            "due_date", "due_date %s is past".formatted(due), today + " or later"));
        }
        List<String> links = input.links();
        if (links != null) {
            for (int place = 0; place < links.size(); place++) {
                link("links[%d]".formatted(place), links.get(place), faults);
            }
        }
        return faults.stream().filter(each -> !unread.contains(each.field())).toList();
    }

    private static void link(String field, String link, List<Fault> faults) {
        if (WebAddress.parse(link.strip()).filter(InsightFaults::isSafe).isEmpty()) {
            faults.add(
                    new Fault(
                            field,
                            field + " is no https address",
                            "https, a host, a path: no user, no fragment"));
        }
    }

    private static boolean isSafe(URI uri) {
        return "https".equalsIgnoreCase(uri.getScheme()) && uri.getRawUserInfo() == null;
    }

    private static void visible(String field, @Nullable String text, List<Fault> faults) {
        if (text != null
                && UntrustedText.of(text, InsightInput.LONGEST_DESCRIPTION).text().isBlank()) {
            faults.add(InvisibleText.fault(field));
        }
    }
}
