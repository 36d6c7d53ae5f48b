package io.os199.cs.support.performance;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.support.knowledge.KnowledgeFigures.Missed;
import io.os199.cs.support.knowledge.KnowledgeFigures.Some;
import io.os199.cs.support.performance.FamilyDao.Decided;
import io.os199.cs.support.performance.FamilyDao.Outcome;
import io.os199.cs.support.performance.FamilyDao.Volume;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Each rule at its bound and beyond it. */
final class PerformanceRulesTest {
    private static final Figures NOTHING = new Figures();

    @Test
    void promisesThatAreNotKept() {
        assertThat(of(kept(Clock.RESOLUTION, 18, 20), Map.of(), 0)).isEmpty();
        assertThat(of(kept(Clock.RESOLUTION, 17, 20), Map.of(), 0)).containsExactly("SUP-1");
        assertThat(of(kept(Clock.RESOLUTION, 0, 19), Map.of(), 0)).isEmpty();
        Figures four = kept(Clock.FIRST_RESPONSE, 0, 4);
        Figures one = kept(Clock.FIRST_RESPONSE, 3, 4);
        assertThat(of(NOTHING, Map.of("P1", four, "P2", four), 0)).isEmpty();
        assertThat(of(NOTHING, Map.of("P1", four, "P0", one), 0)).containsExactly("SUP-2");
        Figures all = kept(Clock.RESOLUTION, 25, 25);
        assertThat(of(NOTHING, Map.of("P2", all, "P3", all), 0)).containsExactly("SUP-10");
        Figures nearly = kept(Clock.RESOLUTION, 24, 25);
        assertThat(of(NOTHING, Map.of("P2", all, "P3", nearly), 0)).isEmpty();
        assertThat(of(NOTHING, Map.of("P2", all, "P4", all), 0)).isEmpty();
    }

    @Test
    void whatBecomesOfTickets() {
        assertThat(of(outcome(20, 20, 16, 2), Map.of(), 0)).isEmpty();
        assertThat(of(outcome(20, 20, 15, 2), Map.of(), 0)).containsExactly("SUP-3");
        assertThat(of(outcome(20, 19, 0, 3), Map.of(), 0)).containsExactly("SUP-5");
        assertThat(of(opened(20, 2), Map.of(), 0)).isEmpty();
        assertThat(of(opened(20, 3), Map.of(), 0)).containsExactly("SUP-4");
        assertThat(of(waiting(10), Map.of(), 8)).isEmpty();
        assertThat(of(waiting(11), Map.of(), 8)).containsExactly("SUP-8");
        assertThat(of(waiting(9), Map.of(), 0)).isEmpty();
    }

    @Test
    void whatIsSearchedFor() {
        assertThat(ofSearches(new Share(13, 50), 4)).isEmpty();
        assertThat(ofSearches(new Share(12, 50), 4)).containsExactly("SUP-6");
        assertThat(ofSearches(new Share(0, 49), 4)).isEmpty();
        assertThat(ofSearches(Share.NONE, 5)).containsExactly("SUP-7");
    }

    private static List<String> of(
            Figures all, Map<String, Figures> byPriority, long backlogBefore) {
        PerformanceRules rules = new PerformanceRules();
        rules.ofTickets(all, byPriority, backlogBefore, List::of);
        return ids(rules);
    }

    private static List<String> ofSearches(Share withoutTicket, long searchCount) {
        PerformanceRules rules = new PerformanceRules();
        rules.ofSearches(
                withoutTicket,
                new Some<>(List.of(new Missed("import", searchCount, 1, Instant.EPOCH)), 1));
        return ids(rules);
    }

    private static List<String> ids(PerformanceRules rules) {
        return rules.found().stream().map(Recommendation::ruleId).toList();
    }

    private static Figures kept(Clock clock, long met, long decided) {
        Figures figures = new Figures();
        figures.add(clock, new Decided(1, "", "", "", decided, met));
        return figures;
    }

    private static Figures outcome(long resolved, long rated, long satisfied, long reopened) {
        Figures figures = new Figures();
        figures.add(
                new Outcome(1, "", "", resolved, rated, satisfied, 0, 0, 0, 0, 0, reopened, 0, 0));
        return figures;
    }

    private static Figures opened(long opened, long escalated) {
        Figures figures = new Figures();
        figures.add(new Volume(1, "", "", opened, escalated, 0, 0, 0));
        return figures;
    }

    private static Figures waiting(long backlog) {
        Figures figures = new Figures();
        figures.backlog(backlog);
        return figures;
    }
}
