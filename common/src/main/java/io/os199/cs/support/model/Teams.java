package io.os199.cs.support.model;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * The teams and the tickets that each works on.
 *
 * @param byCategory one team for each category
 * @param escalation the team that takes urgent tickets, whatever they are about
 */
public record Teams(Map<TicketCategory, String> byCategory, String escalation) {
    public Teams {
        byCategory = Map.copyOf(byCategory);
    }

    /** Returns the default teams. */
    public static Teams usual() {
        Map<TicketCategory, String> teams = new EnumMap<>(TicketCategory.class);
        for (TicketCategory category : TicketCategory.values()) {
            teams.put(
                    category,
                    switch (category) {
                        case TECHNICAL_ISSUE, PERFORMANCE -> "Technical Support";
                        case BUG_REPORT -> "Engineering Support";
                        case FEATURE_REQUEST -> "Product Support";
                        case HOW_TO_QUESTION -> "Customer Success";
                        case ACCOUNT_BILLING -> "Billing Support";
                        case INTEGRATION_SUPPORT -> "Integration Team";
                        case TRAINING_REQUEST -> "Training Team";
                        case DATA_ISSUE -> "Data Support";
                        case OTHER -> "General Support";
                    });
        }
        return new Teams(teams, "Escalation Team");
    }

    /** Returns the team for a ticket. */
    public String of(TicketCategory category, TicketPriority priority) {
        return priority.isUrgent()
                ? escalation
                : Objects.requireNonNull(byCategory.get(category), category::name);
    }
}
