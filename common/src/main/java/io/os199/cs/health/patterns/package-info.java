/** When and how clients engage, which patterns of risk show, and which days were abnormal. */
@NullMarked
package io.os199.cs.health.patterns;

import org.jspecify.annotations.NullMarked;
