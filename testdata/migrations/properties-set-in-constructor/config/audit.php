<?php

return ['table' => 'audits'];
