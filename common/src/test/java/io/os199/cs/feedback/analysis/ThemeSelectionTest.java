package io.os199.cs.feedback.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.feedback.analysis.AnalysisDao.Spoken;
import io.os199.cs.feedback.analysis.AnalysisDao.Tally;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What counts as a theme, at the bounds of each rule, and what is more than chance. */
class ThemeSelectionTest {
    @Test
    void aPhraseGivesWayToALongerOneThatSaysFourFifthsOfIt() {
        assertThat(themes(100, said("export", 10), said("report", 11), said("report export", 8)))
                .containsExactly("report", "report export");
        assertThat(
                        themes(
                                100,
                                said("nightly", 4),
                                said("report export", 5),
                                said("nightly report", 4),
                                said("nightly report export", 4)))
                .containsExactly("nightly report export");
    }

    @Test
    void aWordWithinAnotherIsNoPartOfIt() {
        assertThat(themes(100, said("port", 5), said("report export", 5)))
                .containsExactly("report export", "port");
    }

    @Test
    void whatNearlyEverybodySaysIsBackground() {
        assertThat(themes(50, said("product", 31), said("search", 30), said("our product", 40)))
                .containsExactly("our product", "search");
        assertThat(themes(49, said("product", 40))).containsExactly("product");
    }

    @Test
    void phrasesOfTheSameItemsAreOneTheme() {
        assertThat(
                        themes(
                                100,
                                said("filter show", 1, 14),
                                said("due", 1, 14),
                                said("list task", 1, 17),
                                said("also list task", 1, 14),
                                said("export", 1, 3),
                                said("sync", 15, 24)))
                .as("14 of 17 are four fifths, 3 of 14 are not")
                .containsExactly("also list task", "sync", "export");
        assertThat(themes(100, said("login page", 1, 10), said("slow", 3, 12), said("save", 4, 13)))
                .as("8 of 10 are shared, 7 are not")
                .containsExactly("login page", "save");
    }

    @Test
    void aDayAloneIsNoTheme() {
        assertThat(
                        themes(
                                100,
                                said("week", 5),
                                said("next monday", 5),
                                said("today", 5),
                                said("week view", 5)))
                .containsExactly("week view");
    }

    @Test
    void theMostMentionedThenTheLongestThenByAlphabet() {
        assertThat(
                        themes(
                                100,
                                said("b", 3),
                                said("a", 3),
                                said("x y", 3),
                                said("z", 4),
                                said("p q r", 3)))
                .containsExactly("z", "p q r", "x y", "a", "b");
    }

    @Test
    void aChangeIsATrendBeyondChanceAndFromATenthOn() {
        assertThat(SentimentTrend.of(tally(5, 0.20, 0.05), tally(5, 0.05, 0.05)))
                .isEqualTo(SentimentTrend.IMPROVING);
        assertThat(SentimentTrend.of(tally(5, 0.05, 0.05), tally(5, 0.20, 0.05)))
                .isEqualTo(SentimentTrend.DECLINING);
        assertThat(SentimentTrend.of(tally(500, 0.14, 0.05), tally(500, 0.05, 0.05)))
                .as("less than a tenth")
                .isEqualTo(SentimentTrend.STABLE);
        assertThat(SentimentTrend.of(tally(5, 0.40, 0.40), tally(5, 0.0, 0.40)))
                .as("within chance")
                .isEqualTo(SentimentTrend.STABLE);
        assertThat(SentimentTrend.of(tally(4, 0.9, 0.01), tally(50, 0.0, 0.01)))
                .isEqualTo(SentimentTrend.UNKNOWN);
        assertThat(SentimentTrend.of(tally(50, 0.9, 0.01), Tally.none(false)))
                .isEqualTo(SentimentTrend.UNKNOWN);
    }

    private static Tally tally(int n, double mean, double deviation) {
        return new Tally(true, n, n, n, 0, 1, mean, deviation, 0, n, 0, 0, 0);
    }

    private static Spoken said(String phrase, int mentions) {
        return said(phrase, mentions, List.of());
    }

    private static Spoken said(String phrase, int mentions, List<Integer> items) {
        return new Spoken(phrase, mentions, 2, 0, 0, items);
    }

    /** Says the phrase once per item, from one number to another. */
    private static Spoken said(String phrase, int from, int to) {
        return said(phrase, to - from + 1, IntStream.rangeClosed(from, to).boxed().toList());
    }

    private static List<String> themes(int items, Spoken... spoken) {
        return ThemeSelection.of(Stream.of(spoken).toList(), items).stream()
                .map(Spoken::phrase)
                .toList();
    }
}
