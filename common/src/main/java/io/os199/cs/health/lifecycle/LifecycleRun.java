package io.os199.cs.health.lifecycle;

import io.os199.cs.platform.paging.AnswerBudget;

import java.util.List;

/**
 * The moves that the rules made, or would make.
 *
 * @param noRecentScoreCount clients without a score of the last 7 days, for which rules that need one do not hold
 * @param moved the largest first, at most 100
 */
public record LifecycleRun(
        int evaluatedCount,
        int movedCount,
        int unchangedCount,
        int noRecentScoreCount,
        List<StageProposal> moved) {
    private static final int SHOWN = 100;

    static LifecycleRun of(List<LifecycleFacts> clients, List<StageProposal> proposals) {
        int unscored = (int) clients.stream().filter(each -> each.overall() == null).count();
        return new LifecycleRun(
                clients.size(),
                proposals.size(),
                clients.size() - proposals.size(),
                unscored,
                shown(proposals));
    }

    static LifecycleRun sum(List<LifecycleRun> runs) {
        return new LifecycleRun(
                runs.stream().mapToInt(LifecycleRun::evaluatedCount).sum(),
                runs.stream().mapToInt(LifecycleRun::movedCount).sum(),
                runs.stream().mapToInt(LifecycleRun::unchangedCount).sum(),
                runs.stream().mapToInt(LifecycleRun::noRecentScoreCount).sum(),
                shown(runs.stream().flatMap(run -> run.moved().stream()).toList()));
    }

    /** Returns the run with as many of the moved clients as fit in one answer. */
    public LifecycleRun fitting() {
        LifecycleRun rest =
                new LifecycleRun(
                        evaluatedCount, movedCount, unchangedCount, noRecentScoreCount, List.of());
        return new LifecycleRun(
                evaluatedCount,
                movedCount,
                unchangedCount,
                noRecentScoreCount,
                moved.subList(0, AnswerBudget.USUAL.fitting(moved, rest)));
    }

    private static List<StageProposal> shown(List<StageProposal> proposals) {
        return proposals.stream().sorted(StageProposal.LARGEST_FIRST).limit(SHOWN).toList();
    }
}
