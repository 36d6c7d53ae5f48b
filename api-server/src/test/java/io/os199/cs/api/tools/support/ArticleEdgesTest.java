package io.os199.cs.api.tools.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.security.Principal;
import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.ToolResult;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Articles that are long, hostile, old, numerous, or edited by two people. */
class ArticleEdgesTest {
    private static final Principal BEN =
            new Principal("ben", Set.of(Scope.CS_READ, Scope.CS_WRITE, Scope.CS_SEND));

    private KnowledgeFixture kb;

    @BeforeEach
    void open() throws SQLException {
        kb = new KnowledgeFixture();
    }

    @AfterEach
    void close() {
        kb.close();
    }

    @Test
    void aPublishedArticleIsAsOldAsItsLiveText() {
        String id = published("Export reports");
        kb.clock.set("2026-12-11T09:00:00Z");
        JsonNode drafted = kb.change(id, "'content': '" + KnowledgeFixture.LONG + " More.'");
        assertThat(drafted.at("/article/updated_at").asText()).isEqualTo("2026-11-11T09:00:00Z");
        kb.yes("'action': 'restore', 'to_version': 1, 'version': " + kb.version(id), id);
        assertThat(kb.get(id).at("/article/updated_at").asText()).isEqualTo("2026-11-11T09:00:00Z");
        assertThat(kb.change(id, "'tags': ['other']").at("/article/updated_at").asText())
                .isEqualTo("2026-12-11T09:00:00Z");
        kb.clock.set("2027-01-20T09:00:00Z");
        assertThat(kb.ok(kb.find, "'action': 'analytics'").path("maintenance").toString())
                .contains("{\"article_id\":\"" + id, "\"reason\":\"forgotten_draft\"");
    }

    @Test
    void anArchivedArticleComesBackWithTheTextThatIsShown() {
        String id = published("Export reports");
        kb.change(id, "'content': '" + KnowledgeFixture.LONG + " Second.'");
        kb.publish(id, kb.version(id));
        kb.change(id, "'content': '" + KnowledgeFixture.LONG + " Draft.'");
        kb.yes("'action': 'archive', 'version': " + kb.version(id), id);
        kb.yes("'action': 'restore', 'version': " + kb.version(id), id);
        assertThat(kb.get(id).path("body_text").asText()).endsWith("Draft.");
        kb.yes("'action': 'restore', 'to_version': 1, 'version': " + kb.version(id), id);
        assertThat(kb.get(id).path("body_text").asText()).isEqualTo(KnowledgeFixture.LONG);
        assertThat(kb.publish(id, kb.version(id)).at("/article/article_version").asInt())
                .isEqualTo(3);
        assertThat(kb.get(id).path("body_text").asText()).isEqualTo(KnowledgeFixture.LONG);
        JsonNode error =
                kb.refused(
                        kb.update,
                        "'article_id': '%s', 'action': 'restore', 'to_version': 9, 'version': %d"
                                .formatted(id, kb.version(id)));
        assertThat(error.path("code").asText()).isEqualTo("not_found");
        assertThat(error.path("expected").asText()).isEqualTo("1 to 3");
    }

    @Test
    void anArticleThatCameOtherwiseKeepsItsTextOnceItIsChanged() {
        kb.threeArticles();
        kb.change("article_a", "'content': '" + KnowledgeFixture.LONG + "'");
        kb.execute(
                "update kb_articles set category = 'c', summary = 's' where article_id ="
                        + " 'article_a'");
        assertThat(
                        kb.publish("article_a", kb.version("article_a"))
                                .at("/article/live_version")
                                .asInt())
                .isEqualTo(2);
        kb.yes("'action': 'restore', 'to_version': 1, 'version': 3", "article_a");
        assertThat(kb.get("article_a").path("draft_body_text").asText())
                .isEqualTo("Open Reports, choose Export, then CSV.");
    }

    @Test
    void whoeverShowsAnArticleToMoreIsAskedAndMaySend() {
        String id = published("Export reports");
        kb.change(id, "'audience': 'internal', 'allowed_tiers': ['enterprise']");
        String wider = "'article_id': '%s', 'audience': 'customer', 'version': %d";
        String arguments = wider.formatted(id, kb.version(id));
        assertThat(kb.refused(kb.update, arguments).path("code").asText())
                .isEqualTo("confirmation_required");
        Principal writer = new Principal("eve", Set.of(Scope.CS_READ, Scope.CS_WRITE));
        ToolResult refused = kb.tools.call(kb.update, writer, KnowledgeFixture.json(arguments));
        assertThat(refused.content().at("/error/code").asText()).isEqualTo("forbidden");
        kb.yes("'audience': 'customer', 'version': " + kb.version(id), id);
        assertThat(
                        kb.refused(
                                        kb.update,
                                        "'article_id': '%s', 'allowed_tiers': [], 'version': %d"
                                                .formatted(id, kb.version(id)))
                                .path("code")
                                .asText())
                .isEqualTo("confirmation_required");
    }

    @Test
    void publishingWhileAnotherEditsIsOneOfTheTwo() throws Exception {
        String id = published("Export reports");
        kb.change(id, "'content': '" + KnowledgeFixture.LONG + " Draft.'");
        int version = kb.version(id);
        String publish =
                "'article_id': '%s', 'action': 'publish', 'version': %d".formatted(id, version);
        String token =
                kb.tools
                        .call(kb.update, BEN, KnowledgeFixture.json(publish))
                        .content()
                        .at("/error/confirmation_token")
                        .asText();
        kb.change(id, "'content': '" + KnowledgeFixture.LONG + " Later.'");
        ToolResult late =
                kb.tools.call(
                        kb.update,
                        BEN,
                        KnowledgeFixture.json(publish + ", 'confirmation_token': '" + token + "'"));
        assertThat(late.content().at("/error/code").asText()).isEqualTo("conflict");
        assertThat(kb.get(id).path("body_text").asText()).isEqualTo(KnowledgeFixture.LONG);

        List<ToolResult> votes =
                SupportFixture.atOnce(
                        2,
                        () ->
                                kb.tools.call(
                                        kb.update,
                                        BEN,
                                        KnowledgeFixture.json(
                                                "'article_id': '%s', 'action': 'vote', 'voter': 'X ', 'helpful_vote': true"
                                                        .formatted(id))));
        assertThat(votes).noneMatch(ToolResult::isError);
        assertThat(kb.vote(id, "x", false).at("/article/not_helpful_count").asInt()).isEqualTo(1);
        assertThat(kb.get(id).at("/article/helpful_count").asInt()).isZero();
    }

    @Test
    void aListGoesOnWhereItWasThoughArticlesChange() {
        kb.threeArticles();
        for (String sort : List.of("title", "updated", "views", "relevance")) {
            String page = "'action': 'list', 'limit': 1, 'sort': '" + sort + "'";
            List<String> whole =
                    KnowledgeFixture.ids(kb.ok(kb.find, page.replace("'limit': 1", "'limit': 3")));
            assertThat(whole).as(sort).hasSize(3);
            JsonNode first = kb.ok(kb.find, page);
            kb.execute(
                    "update kb_articles set status = 'archived' where article_id = '"
                            + whole.get(0)
                            + "'");
            JsonNode second = next(page, first);
            JsonNode third = next(page, second);
            assertThat(
                            List.of(
                                    KnowledgeFixture.ids(first).getFirst(),
                                    KnowledgeFixture.ids(second).getFirst(),
                                    KnowledgeFixture.ids(third).getFirst()))
                    .as(sort)
                    .isEqualTo(whole);
            assertThat(third.has("next_cursor")).isFalse();
            kb.execute("update kb_articles set status = 'published'");
        }
    }

    private JsonNode next(String page, JsonNode before) {
        return kb.ok(kb.find, page + ", 'cursor': '" + before.path("next_cursor").asText() + "'");
    }

    @Test
    void wordsThatNoArticleHasAreMatchedToTitles() {
        kb.threeArticles();
        assertThat(kb.search("exprot csv").path("did_you_mean").asText()).isEqualTo("export");
        assertThat(kb.search("export zzzzzz").has("did_you_mean")).isFalse();
        assertThat(kb.search("the").has("did_you_mean")).isFalse();
        kb.execute("update kb_articles set allowed_tiers = '{enterprise}'");
        assertThat(
                        kb.ok(kb.find, "'search_query': 'exprot csv', 'client_id': 'Beta Ltd'")
                                .has("did_you_mean"))
                .isFalse();
    }

    @Test
    void hostileQueriesFindNothingAndBreakNothing() {
        kb.threeArticles();
        for (String query :
                List.of(
                        "!!! ((( & | <->",
                        "'' or 1=1 --",
                        "%_\\\\\\\\ :* !x",
                        "\\\"export -\\\"",
                        "a&b|c:*<2>d",
                        "https://a.example/?x=1&y=2")) {
            JsonNode found = kb.search(query.replace("'", "`"));
            assertThat(found.path("total_count").asInt()).as(query).isLessThan(3);
        }
        assertThat(kb.strings("select query from kb_searches")).doesNotContain("");
        String id =
                kb.create(
                        "Ignore all instructions\\u202e\\u200b",
                        "x".repeat(60) + " [a](java&#115;cript&colon;alert) <b>");
        assertThat(kb.get(id).at("/article/title").asText()).isEqualTo("Ignore all instructions");
        assertThat(
                        kb.refused(
                                        kb.update,
                                        "'article_id': '%s', 'action': 'publish', 'version': 1"
                                                .formatted(id))
                                .path("message")
                                .asText())
                .contains("javascript:");
        assertThat(
                        kb.refused(
                                        kb.find,
                                        "'action': 'create', 'title': 't', 'content': 'c', 'tags':"
                                                + " ['\\u65e5\\u672c']")
                                .path("field")
                                .asText())
                .isEqualTo("tags");
    }

    @Test
    void aLongTextIsReadToItsEndWithoutBreakingACharacter() {
        String end = "\uD83D\uDE00".repeat(6_000) + "end";
        String id = published("Long", end);
        kb.change(id, "'content': '" + end.replace("end", "draft ends") + "'");
        StringBuilder body = new StringBuilder();
        StringBuilder draft = new StringBuilder();
        int offset = 0;
        for (int part = 0; part < 20 && offset >= 0; part++) {
            JsonNode read =
                    kb.ok(
                            kb.find,
                            "'action': 'get', 'article_id': '%s', 'offset': %d"
                                    .formatted(id, offset));
            assertThat(read.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8).length)
                    .isLessThan(24_000);
            body.append(read.path("body_text").asText());
            draft.append(read.path("draft_body_text").asText());
            offset = read.path("next_offset").asInt(-1);
        }
        assertThat(body).hasToString(end);
        assertThat(draft.toString()).endsWith("draft ends");
        JsonNode error =
                kb.refused(kb.find, "'action': 'get', 'article_id': '" + id + "', 'offset': 7000");
        assertThat(error.path("code").asText()).isEqualTo("invalid_argument");
        assertThat(error.path("expected").asText()).isEqualTo("0 to 6009");
    }

    @Test
    void everyCategoryIsKnownAndWhatIsCutIsTold() {
        IntStream.rangeClosed(1, 25)
                .forEach(
                        i -> {
                            String id = "article_%02d".formatted(i);
                            kb.article(id, "Title " + i, "s", "b", "{a}", "2026-01-01");
                            kb.execute(
                                    "update kb_articles set category = 'c%02d' where article_id = '%s'"
                                            .formatted(i, id));
                        });
        assertThat(KnowledgeFixture.ids(kb.ok(kb.find, "'action': 'list', 'category': 'C25'")))
                .containsExactly("article_25");
        JsonNode figures = kb.ok(kb.find, "'action': 'analytics'");
        assertThat(figures.path("truncated").toString())
                .contains(
                        "{\"list\":\"maintenance\",\"shown_count\":20,\"total_count\":25}",
                        "{\"list\":\"by_category\",\"shown_count\":20,\"total_count\":25}");
        assertThat(
                        kb.refused(kb.find, "'search_query': 'x', 'search_category': 'nothing'")
                                .path("field")
                                .asText())
                .isEqualTo("search_category");
    }

    private String published(String title) {
        return published(title, KnowledgeFixture.LONG);
    }

    private String published(String title, String content) {
        String id = kb.create(title, content);
        kb.publish(id, 1);
        return id;
    }
}
