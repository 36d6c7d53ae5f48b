package io.os199.cs.retention.automation;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Decides on the candidates of a rule, in their order; the first hold reason that applies counts. */
final class Decisions {
    private static final int HOLDOUT_DIGITS = 4;
    private static final double TWO_TO_32 = 4_294_967_296.0;

    private final String automationId;
    private final RetentionAutomationSettings settings;
    private final Instant now;
    private int runsToday;

    /** @param runsToday the rule's runs on the UTC day of {@code now} */
    Decisions(
            String automationId, RetentionAutomationSettings settings, Instant now, int runsToday) {
        this.automationId = automationId;
        this.settings = settings;
        this.now = now;
        this.runsToday = runsToday;
    }

    List<Decided> of(List<SignCandidate> candidates) {
        List<Decided> all = new ArrayList<>();
        candidates.forEach(each -> all.add(of(each)));
        return all;
    }

    Decided of(SignCandidate candidate) {
        if (candidate.isDone()) {
            return held(candidate, HoldReason.ALREADY_RUN, null);
        }
        Instant lastRunAt = candidate.lastRunAt();
        Instant coolUntil =
                lastRunAt == null ? null : lastRunAt.plus(Duration.ofDays(settings.cooldownDays()));
        if (coolUntil != null && now.isBefore(coolUntil)) {
            return held(candidate, HoldReason.COOLDOWN, coolUntil);
        }
        if (candidate.activeCampaignId() != null) {
            return held(candidate, HoldReason.ACTIVE_CAMPAIGN, null);
        }
        if (runsToday >= settings.maxRunsPerDay()) {
            LocalDate tomorrow = LocalDate.ofInstant(now, ZoneOffset.UTC).plusDays(1);
            return held(
                    candidate,
                    HoldReason.DAY_CAP,
                    tomorrow.atStartOfDay().toInstant(ZoneOffset.UTC));
        }
        runsToday++;
        return new Decided(
                candidate,
                isHeldOut(automationId, candidate.clientId(), settings.holdoutRate())
                        ? Decision.HOLDOUT
                        : Decision.RUN,
                null,
                null);
    }

    private static Decided held(
            SignCandidate candidate, HoldReason reason, @Nullable Instant until) {
        return new Decided(candidate, Decision.HOLD, reason, until);
    }

    /** Whether a client is held out; always the same for a rule and a client. */
    static boolean isHeldOut(String automationId, String clientId, double rate) {
        byte[] hash = sha256().digest((automationId + clientId).getBytes(StandardCharsets.UTF_8));
        byte[] first = new byte[HOLDOUT_DIGITS];
        System.arraycopy(hash, 0, first, 0, HOLDOUT_DIGITS);
        return new BigInteger(1, first).doubleValue() / TWO_TO_32 < rate;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
