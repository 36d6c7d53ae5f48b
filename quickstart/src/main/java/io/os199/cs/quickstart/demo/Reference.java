package io.os199.cs.quickstart.demo;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What clients refer to and no client owns: catalog, support staff, surveys, and what is offered to everybody. */
final class Reference {
    enum Survey {
        NPS("How likely are you to recommend us?"),
        CSAT("How satisfied are you with us?"),
        CES("How easy was it to get done what you wanted?");

        final String question;

        Survey(String question) {
            this.question = question;
        }

        String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    record Agent(String id, String name, String team) {}

    private static final List<String> TEAMS =
            List.of(
                    "Technical Support",
                    "Engineering Support",
                    "Product Support",
                    "Customer Success",
                    "Billing Support",
                    "Integration Team",
                    "Training Team",
                    "Data Support",
                    "General Support",
                    "Escalation Team");

    private final ProductRange range;
    private final Terms terms;
    private final Academy academy;
    private final Mailings mailings;
    private final Plays plays;
    private final Forum forum;
    private final KnowledgeBase knowledge;
    private final Roadmap roadmap;
    private final Dice dice;
    private final Instant since;
    private final Map<Survey, String> surveys = new EnumMap<>(Survey.class);
    private final Set<Survey> adopted = EnumSet.noneOf(Survey.class);
    private final List<Agent> agents;
    private @Nullable String calendarId;

    Reference(DemoOptions options) {
        range = new ProductRange(options);
        terms = new Terms(options);
        academy = new Academy(options);
        mailings = new Mailings(options);
        plays = new Plays(options);
        forum = new Forum(options);
        knowledge = new KnowledgeBase(options);
        roadmap = new Roadmap(options);
        dice = Dice.of(options.seed(), -1, "reference");
        since = History.start(options.beginning());
        for (Survey survey : Survey.values()) {
            surveys.put(survey, dice.id("survey", since));
        }
        agents =
                TEAMS.stream()
                        .flatMap(team -> List.of(agent(team, 1), agent(team, 2)).stream())
                        .toList();
    }

    /** Adopts what the deployment already has: the seeded calendar of its SLA policies, and its active surveys. */
    void adopt(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            try (ResultSet row =
                    statement.executeQuery(
                            """
                            select calendar_id from sla_policies where calendar = 'business_hours' limit 1
                            """)) {
                if (row.next()) {
                    calendarId = row.getString(1);
                }
            }
            try (ResultSet row =
                    statement.executeQuery("select kind, survey_id from surveys where active")) {
                while (row.next()) {
                    Survey survey = Survey.valueOf(row.getString(1).toUpperCase(Locale.ROOT));
                    surveys.put(survey, row.getString(2));
                    adopted.add(survey);
                }
            }
        }
    }

    ProductRange range() {
        return range;
    }

    Academy academy() {
        return academy;
    }

    Mailings mailings() {
        return mailings;
    }

    Plays plays() {
        return plays;
    }

    Forum forum() {
        return forum;
    }

    Roadmap roadmap() {
        return roadmap;
    }

    String calendarId() {
        return Objects.requireNonNull(calendarId, "adopt() comes first");
    }

    String surveyId(Survey survey) {
        return Objects.requireNonNull(surveys.get(survey));
    }

    Agent agent(String team, Dice chance) {
        return agents.get(TEAMS.indexOf(team) * 2 + chance.between(0, 1));
    }

    void write(Rows rows) {
        range.write(rows);
        agents.forEach(agent -> write(rows, agent));
        terms.write(rows);
        terms.writeHolidays(rows, calendarId());
        academy.write(rows);
        plays.write(rows);
        mailings.write(rows);
        forum.write(rows);
        knowledge.write(rows);
        roadmap.write(rows);
        for (Survey survey : Survey.values()) {
            if (!adopted.contains(survey)) {
                rows.of(Table.SURVEYS)
                        .text(surveyId(survey))
                        .text(survey.wire())
                        .text(survey.name() + " survey")
                        .text(survey.question)
                        .text("https://surveys.vendor.example/" + survey.wire())
                        .flag(true)
                        .made(since, since)
                        .end();
            }
        }
    }

    private void write(Rows rows, Agent agent) {
        rows.of(Table.SUPPORT_AGENTS)
                .text(agent.id())
                .text(agent.name())
                .text(agent.name() + "@support.example")
                .text(agent.team())
                .text(agent.name().endsWith("1") ? "senior" : "standard")
                .array(List.of())
                .made(since, since)
                .end();
    }

    private Agent agent(String team, int number) {
        String name = "agent." + team.toLowerCase(Locale.ROOT).replace(' ', '.') + '.' + number;
        return new Agent(dice.id("agent", since), name, team);
    }
}
