package io.os199.cs.quickstart.demo;

import java.util.List;
import java.util.Locale;

/** The topics of tickets: categories with the team that answers them, and what customers write. */
enum Topic {
    TECHNICAL_ISSUE(
            "Technical Support",
            "Cannot sign in since this morning",
            "Two of our users see an error page after the password.\nThe others work as usual."),
    PERFORMANCE(
            "Technical Support",
            "Boards load slowly",
            "Opening a large board takes more than ten seconds, in the morning above all."),
    BUG_REPORT(
            "Engineering Support",
            "Filter shows the wrong tasks",
            "The filter \"due this week\" also lists tasks of next Monday."),
    FEATURE_REQUEST(
            "Product Support",
            "Colours for labels",
            "We would like to choose the colours of labels ourselves."),
    HOW_TO_QUESTION(
            "Customer Success",
            "How do we archive a project?",
            "We have finished our first project and want to keep it, out of sight."),
    ACCOUNT_BILLING(
            "Billing Support",
            "Invoice address has changed",
            "Please send invoices to the new address from next month on."),
    INTEGRATION_SUPPORT(
            "Integration Team",
            "Calendar sync stopped",
            "No appointments have arrived since yesterday.\tThe path is C:\\sync\\calendar."),
    TRAINING_REQUEST(
            "Training Team",
            "Training for new colleagues",
            "Five colleagues start next month. Is there a beginners' session?"),
    DATA_ISSUE(
            "Data Support",
            "Numbers differ between report and export",
            "The report says 118 tasks, the exported file has 121 lines."),
    OTHER(
            "General Support",
            "A question about our account",
            "Whom can we talk to about our plans?");

    final String team;
    final String subject;
    final String description;

    Topic(String team, String subject, String description) {
        this.team = team;
        this.subject = subject;
        this.description = description;
    }

    static Topic any(Dice dice, Priority priority) {
        List<Topic> all = List.of(values());
        return priority.isHigh()
                ? dice.pick(all.subList(0, 3))
                : all.get(dice.weighted(0.18, 0.1, 0.14, 0.12, 0.18, 0.07, 0.08, 0.04, 0.06, 0.03));
    }

    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
