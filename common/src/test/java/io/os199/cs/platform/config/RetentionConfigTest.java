package io.os199.cs.platform.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RetentionConfigTest {
    /** A configuration from before these keys existed keeps data for the usual time, not forever. */
    @Test
    void whatIsNotNamedIsAsUsual() throws Exception {
        assertThat(
                        ConfigurationMapper.create()
                                .readValue("{\"usageMonths\": 3}", RetentionConfig.class))
                .isEqualTo(new RetentionConfig(3, 25, 60, 25, 25, 14, 84));
    }

    @Test
    void runsAreKeptLongerThanACoolDownLasts() {
        assertThat(new RetentionConfig(14, 25, 60, 12, 25, 14, 84).isLongerThanEachCoolDown())
                .isFalse();
        assertThat(new RetentionConfig(14, 25, 60, 13, 25, 14, 84).isLongerThanEachCoolDown())
                .isTrue();
        assertThat(new RetentionConfig(14, 25, 60, 0, 25, 14, 84).isLongerThanEachCoolDown())
                .isTrue();
    }
}
