package io.os199.cs.platform.config;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.fasterxml.jackson.module.paramnames.ParameterNamesModule;

import io.dropwizard.jackson.AnnotationSensitivePropertyNamingStrategy;
import io.dropwizard.jackson.CaffeineModule;
import io.dropwizard.jackson.FuzzyEnumModule;
import io.dropwizard.jackson.GuavaExtrasModule;
import io.dropwizard.jackson.Jackson;

/**
 * Dropwizard's mapper without Blackbird, which generates classes for every property of the configuration: that costs
 * half a second at start, for a file that is read once, and no AOT cache can hold such classes.
 */
final class ConfigurationMapper {
    private ConfigurationMapper() {}

    static ObjectMapper create() {
        return Jackson.newMinimalObjectMapper()
                .registerModule(new GuavaExtrasModule())
                .registerModule(new CaffeineModule())
                .registerModule(new FuzzyEnumModule())
                .registerModule(new ParameterNamesModule())
                .registerModule(new Jdk8Module())
                .registerModule(new JavaTimeModule())
                .setPropertyNamingStrategy(new AnnotationSensitivePropertyNamingStrategy());
    }
}
