<?php

return ['prefix' => null];
