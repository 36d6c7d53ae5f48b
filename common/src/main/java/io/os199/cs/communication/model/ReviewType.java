package io.os199.cs.communication.model;

import java.util.List;

/** What an executive review is for. */
public enum ReviewType {
    QUARTERLY(90, "Results", "Adoption", "Support", "Roadmap", "Next goals"),
    SEMI_ANNUAL(180, "Achievements of the year", "Value and return", "Strategy", "Roadmap", "Plan"),
    ANNUAL(365, "Achievements of the year", "Value and return", "Strategy", "Roadmap", "Plan"),
    AD_HOC(90, "Purpose", "Facts", "Decisions", "Actions", "Next step"),
    RENEWAL(365, "Performance", "Value", "Terms", "Growth", "Next steps"),
    EXPANSION(90, "Use", "Opportunities", "Proposal", "Rollout", "Measures");

    private final int periodDays;
    private final List<String> agenda;

    ReviewType(int periodDays, String... agenda) {
        this.periodDays = periodDays;
        this.agenda = List.of(agenda);
    }

    /** How many days are looked back where no review was held before. */
    public int periodDays() {
        return periodDays;
    }

    /** What is talked about where nobody says otherwise. */
    public List<String> agenda() {
        return agenda;
    }
}
