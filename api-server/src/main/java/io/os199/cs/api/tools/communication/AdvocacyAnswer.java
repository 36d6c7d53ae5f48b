package io.os199.cs.api.tools.communication;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

import io.os199.cs.communication.advocacy.AdvocacyProgramReader;
import io.os199.cs.communication.advocacy.AdvocacyProgramReport;
import io.os199.cs.communication.advocacy.Advocate;
import io.os199.cs.communication.advocacy.AdvocateContribution;
import io.os199.cs.communication.advocacy.Candidate;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.answer.Truncation;
import io.os199.cs.platform.paging.Page;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * An advocate, several of them, candidates, or the program.
 *
 * @param contribution the one that a write recorded
 * @param contributions of a profile, the newest first
 */
public record AdvocacyAnswer(
        @Nullable Advocate advocate,
        @Nullable AdvocateContribution contribution,
        @Nullable List<AdvocateContribution> contributions,
        @JsonUnwrapped @Nullable Listed list,
        @JsonUnwrapped @Nullable AdvocacyProgramReport program,
        @Nullable List<Recommendation> recommendations,
        @Nullable List<DataGap> dataGaps,
        @Nullable List<Truncation> truncated,
        Instant computedAt) {

    /** A page of advocates, or of candidates. */
    public record Listed(
            @Nullable List<Advocate> items,
            @Nullable List<Candidate> candidates,
            @Nullable Long totalCount,
            @Nullable String nextCursor) {}

    /** The result of a write, stored for a repetition of the call. */
    public record Result(
            Advocate advocate, @Nullable AdvocateContribution contribution, Instant computedAt) {}

    static AdvocacyAnswer written(Result result) {
        return new AdvocacyAnswer(
                result.advocate(),
                result.contribution(),
                null,
                null,
                null,
                null,
                null,
                null,
                result.computedAt());
    }

    static AdvocacyAnswer profile(
            Advocate advocate,
            List<AdvocateContribution> contributions,
            List<Recommendation> recommendations,
            @Nullable List<Truncation> truncated,
            Instant now) {
        return new AdvocacyAnswer(
                advocate, null, contributions, null, null, recommendations, null, truncated, now);
    }

    static AdvocacyAnswer advocates(Page<Advocate> page, Instant now) {
        return new AdvocacyAnswer(
                null,
                null,
                null,
                new Listed(page.items(), null, page.totalCount(), page.nextCursor()),
                null,
                null,
                null,
                null,
                now);
    }

    static AdvocacyAnswer candidates(Page<Candidate> page, List<DataGap> gaps, Instant now) {
        return new AdvocacyAnswer(
                null,
                null,
                null,
                new Listed(null, page.items(), page.totalCount(), page.nextCursor()),
                null,
                null,
                gaps,
                null,
                now);
    }

    static AdvocacyAnswer program(AdvocacyProgramReader.Read read, Instant now) {
        return new AdvocacyAnswer(
                null,
                null,
                null,
                null,
                read.report(),
                read.recommendations(),
                read.gaps(),
                read.truncated(),
                now);
    }
}
