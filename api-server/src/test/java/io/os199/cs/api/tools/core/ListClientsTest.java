package io.os199.cs.api.tools.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ListClientsTest {
    private static final CoreToolsFixture core = new CoreToolsFixture();

    /** Adds five clients a to e, with ids in that order. */
    @BeforeEach
    void fiveClients() {
        core.clear();
        client("a", "90.00");
        client("b", "72.50");
        client("c", null);
        client("d", "64.99");
        client("e", "72.50");
    }

    @AfterAll
    static void close() {
        core.close();
    }

    @ParameterizedTest
    @CsvSource({"asc,dbeac", "desc,abedc"})
    void putsMissingScoresLastEitherWay(String order, String expected) {
        assertThat(ids(list("'sort_by': 'health_score', 'sort_order': '" + order + "'")))
                .isEqualTo(expected);
        assertThat(pages("'sort_by': 'health_score', 'sort_order': '" + order + "'"))
                .isEqualTo(expected);
    }

    @Test
    void saysWhoFellMostAndWhy() {
        core.run(
                """
                update clients
                set health_trend = 'declining', health_change_points = -(ascii(right(client_id, 1)) - 93),
                    health_drivers = '[{"component": "usage", "change_points": -9.50},
                        {"component": "support", "change_points": 1.50}]'
                where client_id in ('client_b', 'client_e')
                """);
        JsonNode page = list("'sort_by': 'health_change', 'limit': 2");
        assertThat(ids(page)).isEqualTo("eb");
        assertThat(page.at("/items/0/health_change_points").toString()).isEqualTo("-8.00");
        assertThat(page.at("/items/0/health_drivers").toString())
                .isEqualTo(
                        "[{\"component\":\"usage\",\"change_points\":-9.50},"
                                + "{\"component\":\"support\",\"change_points\":1.50}]");
        assertThat(list("'search': 'Client a'").at("/items/0").has("health_drivers")).isFalse();
    }

    @Test
    void totalsEverythingThatMatchedOnEveryPage() {
        String query = "'health_score_min': 65, 'limit': 2, 'sort_by': 'health_score'";
        JsonNode first = list(query);
        assertThat(ids(first)).isEqualTo("be");
        JsonNode second = list(query + ", 'cursor': '" + cursor(first) + "'");
        assertThat(ids(second)).isEqualTo("a");
        assertThat(second.has("next_cursor")).isFalse();
        for (JsonNode page : new JsonNode[] {first, second}) {
            assertThat(page.path("total_count").asInt()).isEqualTo(3);
            assertThat(page.at("/summary/mean_health_score").toString()).isEqualTo("78.33");
            assertThat(page.at("/summary/total_arr_amount").toString()).isEqualTo("30000.00");
        }
    }

    @Test
    void showsAChangedRowAgainAndSkipsNone() {
        String query = "'health_score_min': 65, 'limit': 2, 'sort_by': 'health_score'";
        JsonNode first = list(query);
        core.run("update clients set health_score = 95 where client_id = 'client_b'");
        assertThat(ids(list(query + ", 'cursor': '" + cursor(first) + "'"))).isEqualTo("ab");
    }

    @Test
    void refusesACursorOfAnotherQuery() {
        JsonNode first = list("'health_score_min': 65, 'limit': 2, 'sort_by': 'health_score'");
        JsonNode error =
                core.tools.refused(
                        core.list,
                        "{'health_score_min': 60, 'limit': 2, 'sort_by': 'health_score', 'cursor':"
                                + " '"
                                + cursor(first)
                                + "'}");
        assertThat(error.path("code").asText()).isEqualTo("invalid_argument");
        assertThat(error.path("field").asText()).isEqualTo("cursor");
        assertThat(error.path("hint").asText()).isEqualTo("leave out cursor");
    }

    @ParameterizedTest
    @CsvSource({
        "name",
        "health_change",
        "contract_value",
        "renewal_date",
        "last_engagement_at",
        "created_at"
    })
    void pagesThroughEverySortWithoutLoss(String sort) {
        core.run("update clients set renewal_date = '2026-09-01' where client_id = 'client_d'");
        core.run(
                "update clients set health_change_points = -3.5 where client_id in ('client_b',"
                        + " 'client_e')");
        core.run(
                "update clients set last_engagement_at = '2026-06-01T10:00:00.123456Z' where"
                        + " client_id > 'client_c'");
        for (String order : new String[] {"asc", "desc"}) {
            String query = "'sort_by': '" + sort + "', 'sort_order': '" + order + "'";
            assertThat(pages(query)).hasSize(5).isEqualTo(ids(list(query)));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'search': 'LIENT B'|b",
                "'search': '  lient b '|b",
                "'search': '%_'|''",
                "'health_band_filter': ['unscored']|c",
                "'csm_filter': 'none'|abcd",
                "'csm_filter': 'GRACE'|e",
                "'tag_filter': ['vip', 'x']|e",
                "'industry_filter': ['retail']|e",
                "'renewal_within_days': 30|e",
                "'no_engagement_days': 10|abcd",
                "'tier_filter': ['enterprise'], 'arr_min': 1|e",
                "'status_filter': ['churned']|''",
                "'lifecycle_stage_filter': ['adoption', 'renewal']|e",
                "'value_tier_filter': ['high', 'mid']|e",
                "'health_trend_filter': ['declining']|e",
                "'segment_id': 'segment_1'|e",
                "'health_score_max': 70|d",
                "'arr_max': 9999.99|''",
                "'status_filter': []|abcde",
            })
    void findsByEachFilter(String filter, String expected) {
        core.run(
                """
                update clients set csm = 'Grace', tags = '{VIP}', industry = 'Retail', tier = 'enterprise',
                    renewal_date = '2026-07-31', last_engagement_at = '2026-06-30T00:00:00Z',
                    lifecycle_stage = 'adoption', value_tier = 'mid', health_trend = 'declining'
                where client_id = 'client_e'
                """);
        core.run(
                """
                insert into segments (segment_id, type, key, name, criteria, computed_at, client_count,
                    total_arr_amount)
                values ('segment_1', 'custom', 'k', 'Key accounts', '{}', now(), 1, 10000)
                """);
        core.run(
                "insert into segment_members (segment_id, client_id, added_at) values ('segment_1',"
                        + " 'client_e', now())");
        assertThat(ids(list(filter.replace('"', '\'')))).isEqualTo(expected);
    }

    @Test
    void saysWhichFiltersItUnderstood() {
        assertThat(list("'status_filter': [], 'arr_min': 5, 'limit': 3").path("filters").toString())
                .isEqualTo(
                        "{\"status_filter\":[\"active\",\"paused\"],\"arr_min\":5,\"sort_by\":\"name\",\"sort_order\":\"asc\"}");
    }

    @Test
    void countsTicketsTasksAndUsersOfTheRowsShown() {
        core.run(
                """
                insert into tasks (client_id, task_id, title, due_date, source, source_id)
                values ('client_a', 'task_1', 'Call', '2026-06-30', 'review', 'r'),
                    ('client_a', 'task_2', 'Mail', '2026-07-01', 'review', 'r')
                """);
        core.run(
                """
                insert into usage_daily_users (client_id, day, user_key, event_count)
                values ('client_a', '2026-06-02', 'u1', 1), ('client_a', '2026-07-01', 'u1', 1),
                    ('client_a', '2026-06-01', 'u2', 1)
                """);
        JsonNode item = list("'search': 'Client a'").at("/items/0");
        assertThat(item.path("overdue_task_count").asInt()).isEqualTo(1);
        assertThat(item.path("active_user_count_30d").asInt()).isEqualTo(1);
        assertThat(item.path("open_ticket_count").asInt()).isZero();
    }

    @Test
    void refusesCrossedBoundsAndUnknownSegments() {
        JsonNode crossed =
                core.tools.refused(
                        core.list,
                        "{'health_score_min': 70, 'health_score_max': 60, 'arr_min': 2, 'arr_max':"
                                + " 1}");
        assertThat(crossed.path("faults")).hasSize(4);
        assertThat(crossed.path("message").asText().split("; ")).hasSize(2).doesNotHaveDuplicates();
        core.run(
                """
                insert into segments (segment_id, type, key, name, criteria, computed_at, client_count,
                    total_arr_amount)
                values ('segment_1', 'custom', 'k', 'Key accounts', '{}', now(), 0, 0)
                """);
        JsonNode unknown = core.tools.refused(core.list, "{'segment_id': 'segment_2'}");
        assertThat(unknown.path("code").asText()).isEqualTo("not_found");
        assertThat(unknown.at("/suggestions/0/name").asText()).isEqualTo("Key accounts");
    }

    @Test
    void refusesAShareWhereAScoreIsMeant() {
        JsonNode share =
                core.tools.refused(
                        core.list, "{'health_score_min': 0.8, 'health_score_max': 0.95}");
        assertThat(share.path("code").asText()).isEqualTo("invalid_argument");
        assertThat(share.path("message").asText())
                .isEqualTo(
                        "health_score_min 0.8 is no score: scores go from 0 to 100; send 80 for 80"
                                + " %; health_score_max 0.95 is no score: scores go from 0 to 100;"
                                + " send 95 for 95 %");
        core.run("update clients set health_score = 0.80 where client_id = 'client_d'");
        assertThat(ids(list("'health_score_min': 0, 'health_score_max': 1"))).isEqualTo("d");
    }

    @Test
    void refusesAManagerWhomNoClientHasOrHadAndOnlyThen() {
        JsonNode none = core.tools.refused(core.list, "{'csm_filter': 'Grace'}");
        assertThat(none.path("message").asText())
                .isEqualTo("csm_filter names no one: no client has a csm yet; leave it out");
        core.run("update clients set csm = 'Grace Hopper' where client_id = 'client_a'");
        core.run("update clients set csm = 'Ada', status = 'churned' where client_id = 'client_b'");
        JsonNode unknown = core.tools.refused(core.list, "{'csm_filter': 'grace'}");
        assertThat(unknown.path("code").asText()).isEqualTo("not_found");
        assertThat(unknown.path("field").asText()).isEqualTo("csm_filter");
        assertThat(unknown.path("message").asText())
                .isEqualTo(
                        "csm_filter names no one who has clients; send the whole name of one who"
                                + " has, as those suggested");
        assertThat(unknown.path("suggestions").findValuesAsText("value"))
                .containsExactly("Grace Hopper", "Ada");
        assertThat(ids(list("'csm_filter': 'ADA'"))).isEmpty();
        assertThat(ids(list("'csm_filter': 'grace hopper', 'tier_filter': ['starter']"))).isEmpty();
        assertThat(ids(list("'csm_filter': 'none', 'arr_max': 1"))).isEmpty();
    }

    private void client(String letter, String score) {
        core.client("client_" + letter, "Client " + letter, "10000", "2026-01-15T00:00:00.000001Z");
        core.run(
                "update clients set health_score = ?::numeric, health_band = ? where client_id = ?",
                score,
                score == null ? null : "watch",
                "client_" + letter);
    }

    private JsonNode list(String arguments) {
        return core.tools.ok(core.list, "{" + arguments + "}");
    }

    private String pages(String query) {
        StringBuilder seen = new StringBuilder();
        JsonNode page = list(query + ", 'limit': 1");
        while (true) {
            seen.append(ids(page));
            if (!page.has("next_cursor")) {
                return seen.toString();
            }
            page = list(query + ", 'limit': 1, 'cursor': '" + cursor(page) + "'");
        }
    }

    private static String cursor(JsonNode page) {
        return page.path("next_cursor").asText();
    }

    private static String ids(JsonNode page) {
        StringBuilder letters = new StringBuilder();
        page.path("items")
                .forEach(item -> letters.append(item.path("client_id").asText().substring(7)));
        return letters.toString();
    }
}
