<?php

return ['alpha', 'beta'];
