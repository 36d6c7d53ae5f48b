package io.os199.cs.api.tools.communication;

import io.os199.cs.api.tools.communication.ReviewPack.Fact;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Formats the facts of a review as words and figures for people. */
final class PackWords {
    private static final int HUNDRED = 100;
    private static final Pattern ISO_DAY = Pattern.compile("\\b20\\d\\d-\\d\\d-\\d\\d\\b");
    static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ENGLISH);
    private static final String NONE = "–";

    private PackWords() {}

    static String label(String key) {
        return switch (key) {
            case "active_user_count" -> "Active users";
            case "core_adoption_rate" -> "Core features in use";
            case "tickets_opened_count" -> "Tickets opened";
            case "resolution_sla_met_rate" -> "Tickets resolved in time";
            case "csat_rate" -> "Satisfied with support (CSAT)";
            case "nps" -> "NPS";
            case "milestones_count" -> "Milestones reached";
            case "open_escalations_count" -> "Open escalations";
            case "open_high_risks_count" -> "Open high risks";
            case "renewal_in_days" -> "Renewal in";
            case "arr_amount" -> "ARR";
            case "open_opportunities_amount" -> "Open opportunities";
            case "previous_items_done_rate" -> "Action items done since the last review";
            case "seat_utilization_rate" -> "Seats in use";
            case "health_score.change" -> "Change of the health score";
            default -> words(key);
        };
    }

    /** Says what a figure is based on. */
    static String basis(Fact fact) {
        Long n = fact.n();
        if (n == null) {
            return switch (fact.key()) {
                case "health_score" -> "newest score";
                case "arr_amount" -> "contracts in force";
                case "renewal_in_days" -> "date of renewal";
                default -> NONE;
            };
        }
        boolean one = n == 1;
        return "%,d %s"
                .formatted(
                        n,
                        switch (fact.key()) {
                            case "active_user_count" -> one ? "user-day" : "user-days";
                            case "seat_utilization_rate" -> one ? "seat" : "seats";
                            case "core_adoption_rate" -> one ? "core feature" : "core features";
                            case "tickets_opened_count" -> one ? "ticket" : "tickets";
                            case "resolution_sla_met_rate" ->
                                    one ? "ticket with a target" : "tickets with a target";
                            case "csat_rate" -> one ? "rated ticket" : "rated tickets";
                            case "nps" -> one ? "answer" : "answers";
                            case "milestones_count" -> one ? "milestone" : "milestones";
                            case "open_escalations_count" -> one ? "escalation" : "escalations";
                            case "open_high_risks_count" -> one ? "risk" : "risks";
                            case "open_opportunities_amount" ->
                                    one ? "valued opportunity" : "valued opportunities";
                            case "previous_items_done_rate" -> one ? "action item" : "action items";
                            default -> one ? "row" : "rows";
                        });
    }

    /** Puts a fact into half a sentence. */
    static String told(Fact fact) {
        List<String> evidence = new ArrayList<>();
        if (fact.previous() != null) {
            evidence.add("before " + shown(fact.previous(), fact.unit()));
            evidence.add("change " + signed(fact.change(), fact.unit()));
        }
        // For a count it would repeat the same number.
        if (fact.n() != null && BigDecimal.valueOf(fact.n()).compareTo(fact.value()) != 0) {
            evidence.add(basis(fact));
        }
        String told = label(fact.key()) + ": " + shown(fact.value(), fact.unit());
        return evidence.isEmpty() ? told : told + " (" + String.join(", ", evidence) + ")";
    }

    static String shown(@Nullable BigDecimal value, String unit) {
        if (value == null) {
            return NONE;
        }
        BigDecimal rounded = rounded(value, unit);
        return switch (unit) {
            case "rate" -> number(rounded) + "%";
            case "days" ->
                    number(rounded)
                            + (rounded.abs().compareTo(BigDecimal.ONE) == 0 ? " day" : " days");
            default -> number(rounded);
        };
    }

    static String signed(@Nullable BigDecimal change, String unit) {
        String sign = direction(change, unit) > 0 ? "+" : "";
        return sign + shown(change, unit).replace("%", " points");
    }

    /** Returns the sign of a change as it is shown; one too small to be seen has none. */
    static int direction(@Nullable BigDecimal change, String unit) {
        return change == null ? 0 : rounded(change, unit).signum();
    }

    private static BigDecimal rounded(BigDecimal value, String unit) {
        return switch (unit) {
            case "rate" ->
                    value.multiply(BigDecimal.valueOf(HUNDRED)).setScale(1, RoundingMode.HALF_UP);
            case "days" -> value.setScale(0, RoundingMode.HALF_UP);
            case "amount" -> value.setScale(2, RoundingMode.HALF_UP);
            default -> value.setScale(1, RoundingMode.HALF_UP);
        };
    }

    /** Formats a number with thousands separators; cents are shown in full or not at all. */
    private static String number(BigDecimal rounded) {
        boolean isWhole = rounded.stripTrailingZeros().scale() <= 0;
        return String.format(Locale.ROOT, "%,." + (isWhole ? 0 : rounded.scale()) + "f", rounded);
    }

    /** Returns our own text with its dates written for people. */
    static String withDays(String text) {
        return ISO_DAY.matcher(text)
                .replaceAll(found -> DAY.format(LocalDate.parse(found.group())));
    }

    static String words(String name) {
        String words = name.replace('_', ' ');
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
