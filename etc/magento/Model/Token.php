<?php
// Token.php: signs the link of a cart with the shop's own key, so that nobody can guess the link of another cart.

declare(strict_types=1);

namespace Crt\Restore\Model;

use Magento\Framework\App\DeploymentConfig;

class Token
{
    public const LIFE = 60 * 86400;     // seconds: the longest wait of a step of crt

    public function __construct(private DeploymentConfig $config)
    {
    }

    public function sign(int $cart, int $until): string
    {
        return $this->tokens($cart, $until)[0];
    }

    public function verify(int $cart, int $until, string $token): bool
    {
        $equal = array_filter($this->tokens($cart, $until), fn ($known) => hash_equals($known, $token));
        return $until >= time() && $equal !== [];
    }

    // The newest key of the shop is first; links of older keys stay valid.
    private function tokens(int $cart, int $until): array
    {
        $keys = array_reverse(preg_split('/\s+/', trim((string) $this->config->get('crypt/key'))));
        return array_map(fn ($key) => hash_hmac('sha256', 'crt restore|' . $cart . '|' . $until, $key), $keys);
    }
}
