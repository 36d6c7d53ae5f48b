/** What a tool is: its declaration, its schemas, and the one way every call goes. */
@NullMarked
package io.os199.cs.api.tool;

import org.jspecify.annotations.NullMarked;
