import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button } from 'react-aria-components/Button';
import { useTranslation } from 'react-i18next';
import { answerOf } from '../../client/client.ts';
import { central } from '../api/client.ts';
import { useMutationOnce } from '../api/use-mutation-once.ts';
import { Fault } from '../components/fault.tsx';

/** Signs out here, or wherever somebody is signed in. */
export const SignOut = () => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const leave = useMutationOnce({
    mutationFn: (from: 'here' | 'everywhere') =>
      answerOf(
        from === 'here'
          ? central.POST('/v1/sign-out')
          : central.POST('/v1/me/sessions/end', { body: { here: true } }),
      ),
    onSuccess: async () => {
      await navigate({ to: '/sign-in' });
      queries.clear();
    },
  });
  return (
    <>
      <Button className="button" onPress={() => leave.mutate('here')}>
        {t('frame.signOut')}
      </Button>
      <Button className="quiet-button" onPress={() => leave.mutate('everywhere')}>
        {t('frame.everywhere')}
      </Button>
      {leave.isError && <Fault>{t('signIn.failed')}</Fault>}
    </>
  );
};
