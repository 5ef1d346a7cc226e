<?php

// Has no underscore in its name, so it is no migration.
throw new LogicException('This is never read.');
