package io.os199.cs.benchmarks;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** The searches made in the help, the same number of each kind, drawn with the same seed each time. */
final class SearchMix {
    private static final int SEED = 7;
    private static final int FREQUENT = 20;
    private static final int USUAL = 300;
    private static final int RARE = 1_000;
    private static final int RANKED = 5_000;
    private static final List<String> STOP_WORDS =
            List.of("the", "how to", "of the", "is it", "in your", "what is the");

    /**
     * A search.
     *
     * @param kind of query, as the table names it
     */
    record Search(String kind, String query) {}

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final List<String> words;
    private final List<String> titles;

    private SearchMix(List<String> words, List<String> titles) {
        this.words = words;
        this.titles = titles;
    }

    static List<Search> of(BenchmarkServer server, int many) throws SQLException {
        try (Connection connection = server.direct().getConnection();
                Statement statement = connection.createStatement()) {
            return new SearchMix(
                            strings(statement, "select word from benchmark.words order by rank"),
                            strings(
                                    statement,
                                    "select lower(title) from kb_articles where status ="
                                            + " 'published' order by article_id limit 1000"))
                    .searches(many);
        }
    }

    private static List<String> strings(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            List<String> strings = new ArrayList<>();
            while (rows.next()) {
                strings.add(rows.getString(1));
            }
            return strings;
        }
    }

    private List<Search> searches(int many) {
        List<Supplier<Search>> kinds =
                List.of(
                        () -> new Search("a frequent word", word(0, FREQUENT)),
                        () -> new Search("a usual word", word(FREQUENT, USUAL)),
                        () -> new Search("a rare word", word(RARE, RANKED)),
                        () -> new Search("two words", word(0, USUAL) + " " + word(0, USUAL)),
                        () ->
                                new Search(
                                        "three words",
                                        "%s %s %s"
                                                .formatted(
                                                        word(0, USUAL),
                                                        word(0, USUAL),
                                                        word(0, RARE))),
                        () ->
                                new Search(
                                        "a question",
                                        "how do I %s the %s of my %s"
                                                .formatted(
                                                        word(0, USUAL),
                                                        word(0, USUAL),
                                                        word(0, FREQUENT))),
                        () -> new Search("a title, mistyped", mistyped()),
                        () -> new Search("words nobody has", word(0, USUAL) + " " + unknown()),
                        () -> new Search("a word nobody has", unknown()),
                        () ->
                                new Search(
                                        "stop words",
                                        STOP_WORDS.get(random.nextInt(STOP_WORDS.size()))));
        return IntStream.range(0, many).mapToObj(n -> kinds.get(n % kinds.size()).get()).toList();
    }

    private String word(int from, int end) {
        return words.get(random.nextInt(from, end));
    }

    private String unknown() {
        return "qx" + word(RARE, RANKED).substring(0, 2) + random.nextInt(100, 1_000) + "wz";
    }

    /** Returns the first three words of a title, each long one with two letters swapped. */
    private String mistyped() {
        String[] title = titles.get(random.nextInt(titles.size())).split(" ", -1);
        StringBuilder query = new StringBuilder();
        for (int n = 0; n < Math.min(3, title.length); n++) {
            String word = title[n];
            query.append(n == 0 ? "" : " ")
                    .append(
                            word.length() < 5
                                    ? word
                                    : word.substring(0, 2)
                                            + word.charAt(3)
                                            + word.charAt(2)
                                            + word.substring(4));
        }
        return query.toString();
    }
}
