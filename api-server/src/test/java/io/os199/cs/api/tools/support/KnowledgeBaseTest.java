package io.os199.cs.api.tools.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.security.Principal;
import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.ToolFixture;
import io.os199.cs.api.tool.ToolResult;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/** The worked examples of the two tools, and other things that callers do. */
class KnowledgeBaseTest {
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
    void theScoreIsRankTitleHelpAndAge() {
        kb.threeArticles();
        JsonNode found = kb.search("export report");
        assertThat(KnowledgeFixture.ids(found)).containsExactly("article_a", "article_b");
        assertThat(found.at("/items/0/relevance_rate").asText()).isEqualTo("0.7402");
        assertThat(found.at("/items/0/score_parts").toString())
                .isEqualTo(
                        "{\"rank\":0.5666,\"similarity\":1.0000,\"helpful\":0.8636,\"recency\":0.9812}");
        assertThat(found.at("/items/0/match").asText()).isEqualTo("exact");
        assertThat(found.at("/items/1/relevance_rate").asText()).isEqualTo("0.2431");
        assertThat(found.at("/items/1/score_parts").toString())
                .isEqualTo(
                        "{\"rank\":0.0164,\"similarity\":0.6364,\"helpful\":0.3333,\"recency\":0.5000}");
        assertThat(found.path("result_count").asInt()).isEqualTo(2);
        JsonNode first = kb.ok(kb.find, "'search_query': 'export report', 'limit': 1");
        JsonNode second =
                kb.ok(
                        kb.find,
                        "'search_query': 'export report', 'limit': 1, 'cursor': '"
                                + first.path("next_cursor").asText()
                                + "'");
        assertThat(KnowledgeFixture.ids(first)).containsExactly("article_a");
        assertThat(KnowledgeFixture.ids(second)).containsExactly("article_b");
        assertThat(second.has("next_cursor")).isFalse();
    }

    @Test
    void aTypoFindsByTheTitle() {
        kb.threeArticles();
        JsonNode found = kb.search("exprot csv");
        assertThat(KnowledgeFixture.ids(found)).containsExactly("article_a");
        assertThat(found.at("/items/0/score_parts/similarity").asText()).isEqualTo("0.3636");
        assertThat(found.at("/items/0/relevance_rate").asText()).isEqualTo("0.2695");
    }

    @Test
    void aSearchWithoutResultsIsAGapUntilAnArticleAnswersIt() {
        kb.threeArticles();
        kb.search("Bulk  import!");
        kb.clock.set("2026-11-11T09:01:00Z");
        JsonNode second = kb.search("bulk import");
        assertThat(second.path("result_count").asInt()).isZero();
        JsonNode gaps = kb.ok(kb.find, "'action': 'analytics'");
        assertThat(gaps.at("/content_gaps/0/query_text").asText()).isEqualTo("bulk import");
        assertThat(gaps.at("/content_gaps/0/search_count").asInt()).isEqualTo(2);
        assertThat(gaps.at("/content_gaps/0/untrusted").asBoolean()).isTrue();
        assertThat(gaps.path("zero_result_rate").asText()).isEqualTo("1.0000");
        kb.article(
                "article_d",
                "Bulk import of users",
                null,
                "Choose Import.",
                "{import}",
                "2026-11-11");
        kb.clock.set("2026-11-11T09:02:00Z");
        kb.search("bulk import");
        assertThat(kb.ok(kb.find, "'action': 'analytics'").path("content_gaps")).isEmpty();
        kb.search("write to jo@acme.example on ticket 12345678");
        assertThat(kb.strings("select query from kb_searches order by at desc, search_id desc"))
                .contains("write to email on ticket number")
                .noneMatch(query -> query.contains("jo") || query.contains("1234"));
    }

    @Test
    void stopWordsFindNothingAndTiersSeeTheirOwn() {
        kb.threeArticles();
        JsonNode none = kb.search("the");
        assertThat(KnowledgeFixture.ids(none)).isEmpty();
        kb.execute(
                "update kb_articles set allowed_tiers = '{enterprise}' where article_id ="
                        + " 'article_a'");
        assertThat(
                        KnowledgeFixture.ids(
                                kb.ok(
                                        kb.find,
                                        "'search_query': 'export report', 'client_id': 'Beta"
                                                + " Ltd'")))
                .containsExactly("article_b");
        assertThat(
                        KnowledgeFixture.ids(
                                kb.ok(
                                        kb.find,
                                        "'search_query': 'export report', 'client_id': 'Acme"
                                                + " Corp'")))
                .containsExactly("article_a", "article_b");
        assertThat(
                        KnowledgeFixture.ids(
                                kb.ok(kb.find, "'action': 'recommend', 'client_id': 'Beta Ltd'")))
                .doesNotContain("article_a");
        kb.execute("update kb_articles set audience = 'internal' where article_id = 'article_b'");
        assertThat(
                        KnowledgeFixture.ids(
                                kb.ok(
                                        kb.find,
                                        "'search_query': 'export report', 'client_id': 'Acme"
                                                + " Corp'")))
                .containsExactly("article_a");
    }

    @Test
    void aTicketIsAnsweredByItsSubjectAndCategory() {
        kb.threeArticles();
        kb.execute(
                "update kb_articles set category = 'technical_issue' where article_id ="
                        + " 'article_b'");
        kb.execute(
                "insert into tickets (client_id, ticket_id, subject, description_text, priority,"
                    + " category, opened_at) values ('client_a', 't1', 'Scheduled report does not"
                    + " come', 'd', 'P3', 'technical_issue', '2026-11-11T08:00Z')");
        assertThat(
                        KnowledgeFixture.ids(
                                        kb.ok(kb.find, "'action': 'recommend', 'ticket_id': 't1'"))
                                .getFirst())
                .isEqualTo("article_b");
    }

    @Test
    void aDraftLivesBesideTheLiveTextUntilItIsPublished() {
        String id = kb.create("Export reports", KnowledgeFixture.LONG);
        assertThat(kb.get(id).at("/article/status").asText()).isEqualTo("draft");
        assertThat(KnowledgeFixture.ids(kb.search("export"))).isEmpty();
        kb.publish(id, 1);
        JsonNode live = kb.get(id);
        assertThat(live.at("/article/live_version").asInt()).isEqualTo(1);
        for (int version = 2; version <= 3; version++) {
            kb.change(id, "'content': '" + KnowledgeFixture.LONG + " Again " + version + ".'");
            kb.publish(id, kb.version(id));
        }
        JsonNode changed =
                kb.change(
                        id,
                        "'content': 'Zanzibar is where reports go now, by the export, as a file.'");
        assertThat(changed.at("/article/draft_version").asInt()).isEqualTo(4);
        assertThat(changed.at("/article/live_version").asInt()).isEqualTo(3);
        assertThat(KnowledgeFixture.ids(kb.search("minute"))).containsExactly(id);
        assertThat(KnowledgeFixture.ids(kb.search("zanzibar"))).isEmpty();
        assertThat(kb.get(id).path("draft_body_text").asText()).startsWith("Zanzibar");
        JsonNode published = kb.publish(id, kb.version(id));
        assertThat(published.at("/article/live_version").asInt()).isEqualTo(4);
        assertThat(KnowledgeFixture.ids(kb.search("zanzibar"))).containsExactly(id);
        assertThat(KnowledgeFixture.ids(kb.search("minute"))).isEmpty();

        JsonNode restored =
                kb.yes("'action': 'restore', 'to_version': 2, 'version': " + kb.version(id), id);
        assertThat(restored.at("/article/draft_version").asInt()).isEqualTo(5);
        assertThat(restored.at("/article/live_version").asInt()).isEqualTo(4);
        assertThat(kb.get(id).path("draft_body_text").asText()).endsWith("Again 2.");
        assertThat(kb.strings("select state from kb_article_versions order by article_version"))
                .containsExactly("superseded", "superseded", "superseded", "live", "draft");
    }

    @Test
    void oneVoteOfAVoterCounts() {
        String id = kb.create("Export reports", KnowledgeFixture.LONG);
        assertThat(
                        kb.refused(
                                        kb.update,
                                        "'article_id': '"
                                                + id
                                                + "', 'action': 'vote', 'helpful_vote': true")
                                .path("code")
                                .asText())
                .isEqualTo("failed_precondition");
        kb.publish(id, 1);
        kb.vote(id, "x", true);
        kb.vote(id, "x", true);
        kb.vote(id, "x", false);
        JsonNode voted = kb.vote(id, "y", true);
        assertThat(voted.at("/article/helpful_count").asInt()).isEqualTo(1);
        assertThat(voted.at("/article/not_helpful_count").asInt()).isEqualTo(1);
        assertThat(voted.at("/article/helpful_rate").asText()).isEqualTo("0.5000");
        assertThat(kb.strings("select voter_hash from kb_votes")).doesNotContain("x", "y");
    }

    @Test
    void whatIsMissingToPublishIsToldTogether() {
        String id =
                kb.tools
                        .ok(
                                kb.find,
                                "{'action': 'create', 'title': 'T', 'content': 'See"
                                    + " [this](http://a.example) and [that](article:article_none),"
                                    + " long enough to be an article.', 'tags': ['a'], 'summary':"
                                    + " 's', 'category': 'c'}")
                        .at("/article/article_id")
                        .asText();
        kb.change(id, "'tags': []");
        JsonNode error =
                kb.refused(
                        kb.update,
                        "'article_id': '"
                                + id
                                + "', 'action': 'publish', 'version': "
                                + kb.version(id));
        assertThat(error.path("code").asText()).isEqualTo("failed_precondition");
        assertThat(error.path("message").asText())
                .contains("no tag")
                .contains("http:")
                .contains("article_none");
        kb.change(id, "'tags': ['a'], 'content': '" + KnowledgeFixture.LONG + "'");
        kb.publish(id, kb.version(id));
        assertThat(
                        kb.refused(
                                        kb.update,
                                        "'article_id': '"
                                                + id
                                                + "', 'action': 'publish', 'version': "
                                                + kb.version(id))
                                .path("message")
                                .asText())
                .isEqualTo("There is nothing new to publish");
    }

    @Test
    void anArchivedArticleTellsWhoLinksAndComesBackAsADraft() {
        String id = kb.create("Export reports", KnowledgeFixture.LONG);
        kb.publish(id, 1);
        String other =
                kb.create("Schedule", KnowledgeFixture.LONG + " See [export](article:" + id + ").");
        kb.publish(other, 1);
        kb.get(id);
        kb.get(id);
        JsonNode archived = kb.yes("'action': 'archive', 'version': " + kb.version(id), id);
        assertThat(archived.path("view_count_90d").asInt()).isEqualTo(1);
        assertThat(archived.at("/inbound_links/0/article_id").asText()).isEqualTo(other);
        assertThat(KnowledgeFixture.ids(kb.search("export"))).containsExactly(other);
        assertThat(kb.get(id).at("/article/status").asText()).isEqualTo("archived");
        JsonNode back =
                kb.ok(
                        kb.update,
                        "'article_id': '"
                                + id
                                + "', 'action': 'restore', 'version': "
                                + kb.version(id));
        assertThat(back.at("/article/status").asText()).isEqualTo("draft");
        kb.publish(id, kb.version(id));
        assertThat(KnowledgeFixture.ids(kb.search("export"))).contains(id);
    }

    @Test
    void ofTwoPublishingsAtOnceOneWinsAndAnothersDraftIsRespected() throws Exception {
        String id = kb.create("Export reports", KnowledgeFixture.LONG);
        kb.publish(id, 1);
        kb.change(id, "'content': '" + KnowledgeFixture.LONG + " More.'");
        Principal other = new Principal("ben", Set.of(Scope.CS_READ, Scope.CS_WRITE));
        ToolResult second =
                kb.tools.call(
                        kb.update,
                        other,
                        KnowledgeFixture.json(
                                "'article_id': '"
                                        + id
                                        + "', 'content': 'Mine', 'version': "
                                        + kb.version(id)));
        assertThat(second.content().at("/error/code").asText()).isEqualTo("conflict");
        int version = kb.version(id);
        List<ToolResult> both =
                SupportFixture.atOnce(
                        2,
                        () ->
                                kb.tools.call(
                                        kb.update,
                                        ToolFixture.ADMIN,
                                        KnowledgeFixture.json(
                                                "'article_id': '"
                                                        + id
                                                        + "', 'tags': ['x'], 'version': "
                                                        + version)));
        assertThat(both).extracting(ToolResult::isError).containsExactlyInAnyOrder(false, true);
    }

    @Test
    void alikeTitlesAreNamedAndReadingsCountOnceInHalfAnHour() {
        String id = kb.create("Export reports to CSV", KnowledgeFixture.LONG);
        kb.publish(id, 1);
        JsonNode alike =
                kb.tools.ok(
                        kb.find,
                        "{'action': 'create', 'title': 'Export report to CSV', 'content': 'c',"
                                + " 'tags': ['a'], 'dry_run': true}");
        assertThat(alike.at("/similar_articles/0/article_id").asText()).isEqualTo(id);
        kb.get(id);
        kb.get(id);
        kb.clock.set("2026-11-11T09:30:00Z");
        kb.get(id);
        assertThat(kb.strings("select view_count::text from kb_article_views"))
                .containsExactly("2");
        JsonNode listed = kb.ok(kb.find, "'action': 'list', 'sort': 'views'");
        assertThat(listed.at("/items/0/article/view_count").asInt()).isEqualTo(2);
        JsonNode unknown = kb.refused(kb.find, "'action': 'list', 'category': 'nothing'");
        assertThat(unknown.path("code").asText()).isEqualTo("not_found");
        assertThat(unknown.path("message").asText())
                .startsWith("No article has this category; send one that articles have, as ");
    }

    @Test
    void aLongBodyIsReadInParts() {
        String id = kb.create("Long", "x".repeat(15_000) + "the end of it all");
        JsonNode first = kb.get(id);
        assertThat(first.path("next_offset").asInt()).isEqualTo(15_000);
        JsonNode rest =
                kb.ok(kb.find, "'action': 'get', 'offset': 15000, 'article_id': '" + id + "'");
        assertThat(rest.path("body_text").asText()).isEqualTo("the end of it all");
        assertThat(rest.has("next_offset")).isFalse();
    }
}
