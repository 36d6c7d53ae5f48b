package io.os199.cs.benchmarks;

import io.os199.cs.platform.json.WireName;
import io.os199.cs.support.knowledge.ArticleFilter;
import io.os199.cs.support.knowledge.ArticleSort;
import io.os199.cs.support.knowledge.ArticleStatus;
import io.os199.cs.support.knowledge.Knowledge;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.function.ToLongFunction;

/** Searches, lists and recommendations of help articles, and reports on their use. */
final class HelpReading {
    private static final ArticleFilter PUBLISHED =
            new ArticleFilter(ArticleStatus.PUBLISHED, null, null, null, null);

    private static final int PAGE = 21;
    private static final int RELATED = 6;
    private static final int REPEATS = 20;
    private static final int WARMING_UP = 50;
    private static final int MONTH = 30;
    private static final int YEAR = 365;

    private final BenchmarkServer server;
    private final Instant now;

    HelpReading(BenchmarkServer server, Instant now) {
        this.server = server;
        this.now = now;
    }

    void run(int searches) throws SQLException {
        List<SearchMix.Search> mix = SearchMix.of(server, searches);
        // To warm up.
        mix.stream().limit(WARMING_UP).forEach(each -> searched(each.query(), PUBLISHED));
        Timings timings = new Timings("found");
        mix.forEach(each -> timings.time(each.kind(), () -> searched(each.query(), PUBLISHED)));
        timings.print("search");
        Timings reads = new Timings("rows");
        ArticleFilter ofClient =
                new ArticleFilter(
                        ArticleStatus.PUBLISHED,
                        "Billing",
                        null,
                        null,
                        "client_%026d".formatted(77));
        for (int n = 0; n < REPEATS; n++) {
            String query = mix.get(n * 10 % mix.size()).query();
            String title = mix.get((n * 10 + 5) % mix.size()).query();
            reads.time(
                    "a frequent word, for a client, of a category",
                    () -> searched(query, ofClient));
            reads.time(
                    "articles related to a question",
                    () -> read(k -> k.answering(PUBLISHED, title, "Billing", RELATED).size()));
            reads.time(
                    "recommended", () -> read(k -> k.recommended(PUBLISHED, null, RELATED).size()));
            for (ArticleSort sort :
                    List.of(ArticleSort.UPDATED, ArticleSort.TITLE, ArticleSort.VIEWS)) {
                reads.time(
                        "list by " + WireName.of(sort),
                        () ->
                                read(
                                        k ->
                                                k.list(PUBLISHED, sort, null, PAGE).size()
                                                        + k.count(PUBLISHED)));
            }
            if (n % 4 == 0) {
                reads.time(
                        "figures of a month",
                        () -> read(k -> k.figures(null, MONTH).searches().searchCount()));
                reads.time(
                        "figures of a year",
                        () -> read(k -> k.figures(null, YEAR).searches().searchCount()));
            }
        }
        reads.print("of the help");
    }

    private long searched(String query, ArticleFilter filter) {
        return server.database()
                .rehearse(
                        tx -> {
                            Knowledge knowledge = new Knowledge(tx, now);
                            Knowledge.Results results = knowledge.search(filter, query, null, PAGE);
                            knowledge.log(results, filter, query, "tool");
                            return results.totalCount();
                        });
    }

    private long read(ToLongFunction<Knowledge> reading) {
        return server.database().read(tx -> reading.applyAsLong(new Knowledge(tx, now)));
    }
}
